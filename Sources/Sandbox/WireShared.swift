import Amounts
import Roaming

/// Pieces of objects that OCPI 2.1.1 and 2.2.1 share.
extension JSONWriter {
    mutating func price(_ name: StaticString, _ claim: Claim) {
        key(name)
        beginObject()
        put("excl_vat", claim.before, decimals: 2)
        if let after = claim.after { put("incl_vat", after, decimals: 2) }
        endObject()
    }

    mutating func coordinates(_ site: Site) {
        key("coordinates")
        beginObject()
        put("latitude", site.latitude)
        put("longitude", site.longitude)
        endObject()
    }

    mutating func named(_ name: StaticString, _ value: String) {
        key(name)
        beginObject()
        put("name", value)
        endObject()
    }

    /// - Parameter tariffID: nil in 2.1.1, whose periods name no tariff.
    mutating func periods(_ draft: CDRDraft, tariffID: String?, _ spelling: Spelling) {
        key("charging_periods")
        beginArray()
        for segment in draft.segments {
            beginObject()
            put("start_date_time", at: segment.start, spelling.time)
            key("dimensions")
            beginArray()
            if segment.parking {
                dimension("PARKING_TIME", hours(segment.seconds), decimals: 4)
            } else {
                dimension("ENERGY", segment.energy, decimals: 3)
                dimension("TIME", hours(segment.seconds), decimals: 4)
            }
            endArray()
            if let tariffID { put("tariff_id", spelling.id(tariffID)) }
            endObject()
        }
        endArray()
    }

    private mutating func dimension(_ type: String, _ volume: Int, decimals: Int) {
        beginObject()
        put("type", type)
        put("volume", volume, decimals: decimals)
        endObject()
    }

    mutating func evse(_ charger: Charger, tariffID: String, old: Bool, lastUpdated: Int) {
        let kind = charger.kind
        beginObject()
        put("uid", charger.uid)
        put("evse_id", charger.evseID)
        put("status", "AVAILABLE")
        key("connectors")
        beginArray()
        beginObject()
        put("id", "1")
        put("standard", kind.standard)
        put("format", kind.format)
        put("power_type", kind.powerType)
        if old {
            put("voltage", kind.volts, decimals: 0)
            put("amperage", kind.amperes, decimals: 0)
            put("tariff_id", tariffID)
        } else {
            put("max_voltage", kind.volts, decimals: 0)
            put("max_amperage", kind.amperes, decimals: 0)
            put("max_electric_power", kind.power, decimals: 0)
            key("tariff_ids")
            beginArray()
            string(tariffID)
            endArray()
        }
        put("last_updated", at: lastUpdated, .zulu)
        endObject()
        endArray()
        put("last_updated", at: lastUpdated, .zulu)
        endObject()
    }

    /// - Parameter party: nil for 2.1.1, which also knows no VAT, no type and no minimum, and whose
    ///   specification writes prices as text in its own example of a CDR.
    mutating func tariff(_ plan: TariffPlan, of party: Party?, lastUpdated: Int) {
        beginObject()
        if let party {
            put("country_code", party.country)
            put("party_id", party.id)
        }
        put("id", plan.id)
        put("currency", plan.currency)
        if party != nil { put("type", "REGULAR") }
        if party != nil, let minimum = plan.minimum {
            price("min_price", Claim(before: minimum.before, after: minimum.after))
        }
        key("elements")
        beginArray()
        for element in plan.elements {
            tariffElement(element, vat: party == nil ? nil : plan.vat, old: party == nil)
        }
        endArray()
        put("last_updated", at: lastUpdated, .zulu)
        endObject()
    }

    private mutating func tariffElement(_ element: TariffPlan.Element, vat: Int?, old: Bool) {
        beginObject()
        key("price_components")
        beginArray()
        for component in element.components {
            beginObject()
            put("type", component.dimension.wireName)
            if old {
                put("price", priceText: component.price)
            } else {
                put("price", price: component.price)
            }
            if let vat { put("vat", vat * 10, decimals: 1) }
            put("step_size", component.step, decimals: 0)
            endObject()
        }
        endArray()
        if let window = element.window { restrictions(window) }
        endObject()
    }

    private mutating func restrictions(_ window: TariffPlan.Window) {
        let names = [
            "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY",
        ]
        func clock(_ minute: Int) -> String {
            "\(paddedText(minute / 60, 2)):\(paddedText(minute % 60, 2))"
        }
        key("restrictions")
        beginObject()
        if let from = window.fromMinute { put("start_time", clock(from)) }
        if let until = window.untilMinute { put("end_time", clock(until)) }
        if let weekdays = window.weekdays {
            key("day_of_week")
            beginArray()
            for weekday in weekdays { string(names[weekday - 1]) }
            endArray()
        }
        endObject()
    }
}

/// Hours with four decimals, half-up, in units of the last: 40 min is 6667. This is what makes
/// intake snap volumes back to the clock (tariffs.md, "Volumes").
func hours(_ seconds: Int) -> Int { (seconds * 10_000 + 1_800) / 3_600 }
