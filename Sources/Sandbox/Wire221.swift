import Roaming

/// Harmless differences of spelling in one record (tariffs.md, "Shapes seen in the field"). None of
/// them touches the ids by which the truth names a record.
struct Spelling {
    var time: TimeStyle
    var lowerCase: Bool
    var separators: Bool
    var nulls: Bool

    static let plain = Spelling(time: .zulu, lowerCase: false, separators: true, nulls: false)

    init(time: TimeStyle, lowerCase: Bool, separators: Bool, nulls: Bool) {
        self.time = time
        self.lowerCase = lowerCase
        self.separators = separators
        self.nulls = nulls
    }

    /// - Parameter old: 2.1.1, where partners still leave the zone out.
    init(_ chance: inout Chance, old: Bool = false) {
        let bits = chance.bits()
        switch bits & 31 {
        case 0, 1: time = .indian
        case 2, 3: time = .fraction
        case 4, 5: time = old ? .bare : .zulu
        default: time = .zulu
        }
        lowerCase = bits >> 8 & 15 == 0
        separators = bits >> 16 & 7 != 0
        nulls = bits >> 24 & 3 == 0
    }

    func id(_ text: String) -> String { lowerCase ? text.lowercased() : text }

    /// An eMI3 id with or without its separators.
    func eMI3(_ text: String) -> String {
        id(separators ? text : String(text.filter { $0 != "*" && $0 != "-" }))
    }
}

/// Objects in the shape of OCPI 2.2.1.
extension JSONWriter {
    mutating func session221(_ draft: SessionDraft, _ spelling: Spelling) {
        let stay = draft.stay
        beginObject()
        put("country_code", stay.charger.operatorParty.country)
        put("party_id", stay.charger.operatorParty.id)
        put("id", stay.sessionID)
        put("start_date_time", at: stay.start, spelling.time)
        if draft.completed {
            put("end_date_time", at: stay.end, spelling.time)
        } else if spelling.nulls {
            putNull("end_date_time")
        }
        put("kwh", draft.completed ? stay.energy : stay.energy / 2, decimals: 3)
        cdrToken(stay.driver, spelling)
        put("auth_method", draft.reference == nil ? "WHITELIST" : "AUTH_REQUEST")
        if let reference = draft.reference {
            put("authorization_reference", reference)
        } else if spelling.nulls {
            putNull("authorization_reference")
        }
        put("location_id", stay.charger.locationID)
        put("evse_uid", spelling.id(stay.charger.uid))
        put("connector_id", "1")
        meter(stay, spelling)
        put("currency", stay.plan.currency)
        if let cost = draft.cost, draft.completed { price("total_cost", cost) }
        put("status", draft.completed ? "COMPLETED" : "ACTIVE")
        put(
            "last_updated", at: draft.completed ? stay.end + 5 : stay.start + stay.charging / 2,
            spelling.time)
        endObject()
    }

    mutating func cdr221(_ draft: CDRDraft, tariff: [UInt8], _ spelling: Spelling) {
        let stay = draft.stay
        beginObject()
        put("country_code", stay.charger.operatorParty.country)
        put("party_id", spelling.id(stay.charger.operatorParty.id))
        put("id", draft.id)
        if draft.defect == .badStart {
            put("start_date_time", "2026-13-41T25:61:00Z")
        } else {
            put("start_date_time", at: stay.start, spelling.time)
        }
        if draft.defect != .noEnd { put("end_date_time", at: stay.end, spelling.time) }
        if let sessionID = draft.sessionID {
            put("session_id", spelling.id(sessionID))
        } else if spelling.nulls {
            putNull("session_id")
        }
        cdrToken(stay.driver, spelling, uid: draft.tokenUID)
        put("auth_method", draft.reference == nil ? "WHITELIST" : "AUTH_REQUEST")
        if let reference = draft.reference {
            put("authorization_reference", spelling.id(reference))
        }
        cdrLocation(stay.charger, spelling)
        meter(stay, spelling)
        put("currency", draft.currency)
        if draft.embedsTariff {
            key("tariffs")
            beginArray()
            raw(tariff)
            endArray()
        }
        periods(draft, tariffID: draft.tariffID, spelling)
        totals221(draft, spelling)
        if let remark = draft.remark {
            put("remark", remark)
        } else if spelling.nulls {
            putNull("remark")
        }
        if let original = draft.creditOf {
            put("credit", true)
            put("credit_reference_id", original)
        }
        put("last_updated", at: draft.lastUpdated, spelling.time)
        endObject()
    }

    private mutating func totals221(_ draft: CDRDraft, _ spelling: Spelling) {
        let (stay, quote) = (draft.stay, draft.quote)
        func claim(_ cost: Quote.Cost) -> Claim {
            Claim(before: cost.before, after: stay.plan.vat == nil ? nil : cost.after)
        }
        price("total_cost", draft.claim)
        if quote.fixed.before > 0 { price("total_fixed_cost", claim(quote.fixed)) }
        if draft.defect == .energyAsObject {
            key("total_energy")
            beginObject()
            put("kwh", draft.totalEnergy, decimals: 3)
            endObject()
        } else {
            put("total_energy", draft.totalEnergy, decimals: 3)
        }
        price("total_energy_cost", claim(quote.energy))
        put("total_time", hours(stay.charging + stay.parking), decimals: 4)
        if quote.time.before > 0 { price("total_time_cost", claim(quote.time)) }
        if stay.parking > 0 {
            put("total_parking_time", hours(stay.parking), decimals: 4)
            if quote.parking.before > 0 { price("total_parking_cost", claim(quote.parking)) }
        } else if spelling.nulls {
            putNull("total_parking_time")
        }
    }

    /// - Parameter uid: in place of the driver's own.
    private mutating func cdrToken(_ driver: Driver, _ spelling: Spelling, uid: String? = nil) {
        key("cdr_token")
        beginObject()
        put("country_code", driver.party.country)
        put("party_id", driver.party.id)
        put("uid", spelling.id(uid ?? driver.uid))
        put("type", driver.isOneTime ? "AD_HOC_USER" : driver.isApp ? "APP_USER" : "RFID")
        put("contract_id", spelling.eMI3(driver.contractID))
        endObject()
    }

    private mutating func cdrLocation(_ charger: Charger, _ spelling: Spelling) {
        let site = charger.site
        key("cdr_location")
        beginObject()
        put("id", charger.locationID)
        put("name", site.name)
        put("address", site.address)
        put("city", site.city)
        put("postal_code", site.postalCode)
        if let state = site.state { put("state", state) }
        put("country", charger.country)
        coordinates(site)
        put("evse_uid", spelling.id(charger.uid))
        put("evse_id", spelling.eMI3(charger.evseID))
        put("connector_id", "1")
        put("connector_standard", charger.kind.standard)
        put("connector_format", charger.kind.format)
        put("connector_power_type", charger.kind.powerType)
        endObject()
    }

    mutating func token221(
        _ driver: Driver, issuer: String, lastUpdated: Int, isValid: Bool = true
    ) {
        beginObject()
        put("country_code", driver.party.country)
        put("party_id", driver.party.id)
        put("uid", driver.uid)
        put("type", driver.isApp ? "APP_USER" : "RFID")
        put("contract_id", driver.contractID)
        put("issuer", issuer)
        put("valid", isValid)
        put("whitelist", driver.isApp ? "NEVER" : "ALLOWED")
        put("last_updated", at: lastUpdated, .zulu)
        endObject()
    }

    mutating func location221(
        _ chargers: [Charger], tariffID: (Charger) -> String, operatorName: String,
        lastUpdated: Int
    ) {
        guard let first = chargers.first else { return }
        let site = first.site
        beginObject()
        put("country_code", first.operatorParty.country)
        put("party_id", first.operatorParty.id)
        put("id", first.locationID)
        put("publish", true)
        put("name", site.name)
        put("address", site.address)
        put("city", site.city)
        put("postal_code", site.postalCode)
        if let state = site.state { put("state", state) }
        put("country", first.country)
        coordinates(site)
        key("evses")
        beginArray()
        for charger in chargers {
            evse(charger, tariffID: tariffID(charger), old: false, lastUpdated: lastUpdated)
        }
        endArray()
        named("operator", operatorName)
        if let owner = site.owner { named("owner", owner) }
        put("time_zone", first.zone)
        put("last_updated", at: lastUpdated, .zulu)
        endObject()
    }
}
