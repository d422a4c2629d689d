import Roaming

/// Objects in the shape of OCPI 2.1.1: no party ids, no session id, a whole Location inside.
extension JSONWriter {
    mutating func session211(_ draft: SessionDraft, _ spelling: Spelling) {
        let stay = draft.stay
        beginObject()
        put("id", stay.sessionID)
        put("start_datetime", at: stay.start, spelling.time)
        put("end_datetime", at: stay.end, spelling.time)
        put("kwh", stay.energy, decimals: 3)
        put("auth_id", spelling.eMI3(stay.driver.contractID))
        put("auth_method", "WHITELIST")
        place211(stay, spelling)
        put("currency", stay.plan.currency)
        if let cost = draft.cost { put("total_cost", cost.before, decimals: 2) }
        put("status", "COMPLETED")
        put("last_updated", at: stay.end + 5, spelling.time)
        endObject()
    }

    mutating func cdr211(_ draft: CDRDraft, tariff: [UInt8], _ spelling: Spelling) {
        let stay = draft.stay
        beginObject()
        put("id", draft.id)
        put("start_date_time", at: stay.start, spelling.time)
        put("stop_date_time", at: stay.end, spelling.time)
        put("auth_id", spelling.eMI3(stay.driver.contractID))
        put("auth_method", "WHITELIST")
        place211(stay, spelling)
        if spelling.nulls { putNull("meter_id") }
        put("currency", draft.currency)
        key("tariffs")
        beginArray()
        raw(tariff)
        endArray()
        periods(draft, tariffID: nil, spelling)
        put("total_cost", draft.claim.before, decimals: 2)
        put("total_energy", draft.totalEnergy, decimals: 3)
        put("total_time", hours(stay.charging + stay.parking), decimals: 4)
        if stay.parking > 0 { put("total_parking_time", hours(stay.parking), decimals: 4) }
        if let remark = draft.remark { put("remark", remark) }
        put("last_updated", at: draft.lastUpdated, spelling.time)
        endObject()
    }

    private mutating func place211(_ stay: Stay, _ spelling: Spelling) {
        let charger = stay.charger
        key("location")
        beginObject()
        placeFields211(charger)
        key("evses")
        beginArray()
        beginObject()
        put("uid", spelling.id(charger.uid))
        put("evse_id", spelling.eMI3(charger.evseID))
        put("status", "AVAILABLE")
        key("connectors")
        beginArray()
        beginObject()
        put("id", "1")
        put("standard", charger.kind.standard)
        put("format", charger.kind.format)
        put("power_type", charger.kind.powerType)
        put("voltage", charger.kind.volts, decimals: 0)
        put("amperage", charger.kind.amperes, decimals: 0)
        put("last_updated", at: stay.start, spelling.time)
        endObject()
        endArray()
        put("last_updated", at: stay.start, spelling.time)
        endObject()
        endArray()
        put("last_updated", at: stay.start, spelling.time)
        endObject()
    }

    private mutating func placeFields211(_ charger: Charger) {
        put("id", charger.locationID)
        put("type", "PARKING_LOT")
        put("name", charger.site.name)
        put("address", charger.site.address)
        put("city", charger.site.city)
        put("postal_code", charger.site.postalCode)
        put("country", charger.country)
        coordinates(charger.site)
    }

    mutating func token211(_ driver: Driver, issuer: String, lastUpdated: Int) {
        beginObject()
        put("uid", driver.uid)
        put("type", driver.isApp ? "OTHER" : "RFID")
        put("auth_id", driver.contractID)
        put("issuer", issuer)
        put("valid", true)
        put("whitelist", "ALLOWED")
        put("last_updated", at: lastUpdated, .zulu)
        endObject()
    }

    mutating func location211(
        _ chargers: [Charger], tariffID: (Charger) -> String, operatorName: String,
        lastUpdated: Int
    ) {
        guard let first = chargers.first else { return }
        beginObject()
        placeFields211(first)
        key("evses")
        beginArray()
        for charger in chargers {
            evse(charger, tariffID: tariffID(charger), old: true, lastUpdated: lastUpdated)
        }
        endArray()
        named("operator", operatorName)
        put("time_zone", first.zone)
        put("last_updated", at: lastUpdated, .zulu)
        endObject()
    }
}
