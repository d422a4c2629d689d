import Roaming

// What was read, put together.
extension CDRDraft {
    mutating func finish(
        _ charge: inout Charge, _ given: OCPIVersion?, _ reader: inout JSONReader
    ) throws(Reject) {
        guard hasPeriods else { throw reader.missing("charging_periods") }
        if charge.periods.isEmpty {
            reader.note(.emptyList, "The CDR has no charging period, so nothing can be priced.")
        }
        if charge.tariffs.contains(where: { $0.version == .v230 }) { evidence.v230 = true }
        charge.version = evidence.version(given: given)
        if given != nil { reader.noteOtherVersion(evidence, charge.version) }
        charge.timeZone = place.timeZone
        charge.country = place.country
        charge.connectorPowerType = place.powerType
        let version = charge.version
        for index in charge.tariffs.indices { charge.tariffs[index].version = version }
        if charge.credit, charge.creditReferenceID == nil {
            reader.note(.fieldMissing, "A credit CDR should name the CDR it takes back.")
        }
    }

    /// Says once what a priced CDR lacks.
    func noteMissing(_ charge: Charge, _ reader: inout JSONReader) {
        let claimed = charge.claimed
        guard
            !present.areAll || !place.isThere || claimed.cost == nil || claimed.energy == nil
                || claimed.time == nil
        else { return }
        var names = present.missing
        if !place.isThere { names.append("location") }
        if claimed.cost == nil { names.append("total_cost") }
        if claimed.energy == nil { names.append("total_energy") }
        if claimed.time == nil { names.append("total_time") }
        reader.note(
            .identityIncomplete,
            "The CDR lacks \(names.joined(separator: ", ")); its price does not rest on that.",
            .note)
    }

    mutating func cdr(
        _ charge: consuming Charge, _ given: OCPIVersion?, _ reader: inout JSONReader
    ) throws(Reject) -> CDR {
        _ = try reader.required(identity.id, "id")
        let old = evidence.version(given: given) == .v211
        _ = try reader.required(charge.start, "start_date_time")
        guard charge.end != nil else {
            throw reader.missing(old ? "stop_date_time" : "end_date_time")
        }
        _ = try reader.required(charge.currency, "currency")
        try finish(&charge, given, &reader)
        _ = try reader.required(charge.claimed.cost, "total_cost")
        _ = try reader.required(charge.claimed.energy, "total_energy")
        _ = try reader.required(charge.claimed.time, "total_time")
        guard let token = identity.token else {
            throw reader.missing(old ? "auth_id" : "cdr_token")
        }
        let name: StaticString = old ? "location" : "cdr_location"
        let site = try place.finished(name, &reader)
        return CDR(
            cpo: try identity.party.cpo(charge.version, site, &reader),
            id: try reader.required(identity.id, "id"),
            sessionID: identity.sessionID, authorizationReference: identity.authorizationReference,
            token: token, place: site, charge: charge,
            lastUpdated: try reader.required(identity.lastUpdated, "last_updated"),
            meter: identity.meter.record, signedData: identity.meter.signed)
    }
}

/// Which of the fields that OCPI requires, and a price does not, were there.
struct PresentFields {
    private var id = false
    private var token = false
    private var lastUpdated = false

    @inline(__always)
    mutating func note(_ key: JSONKey) {
        switch key {
        case "id": id = true
        case "cdr_token", "auth_id": token = true
        case "last_updated": lastUpdated = true
        default: break
        }
    }

    var areAll: Bool { id && token && lastUpdated }

    var missing: [String] {
        [id ? nil : "id", token ? nil : "token", lastUpdated ? nil : "last_updated"]
            .compactMap { $0 }
    }
}
