import Amounts
package import Roaming

/// Reads a Session (mod_sessions) of any version.
///
/// Strict: what reconciliation compares must be there and right, or the session is refused. Its
/// charging periods are not read; the CDR's count.
/// - Parameter version: nil to judge by the object's shape.
package func decodeSession(
    _ bytes: UnsafeRawBufferPointer, as version: OCPIVersion?, using reader: inout JSONReader
) throws(Reject) -> Decoded<Session> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var draft = SessionDraft()
        try reader.enterObject()
        while let key = try reader.nextKey() { try draft.read(key, &reader) }
        return try draft.session(version, &reader)
    }
}

private struct SessionDraft {
    var party = PartyDraft()
    var id: String?
    var start: Instant?
    var end: Instant?
    var energy: ExactDecimal?
    var token: TokenReference?
    var authorizationReference: String?
    var place = PlaceDraft()
    var currency: Currency?
    var totalCost: Price?
    var status: Session.Status?
    var lastUpdated: Instant?
    var evidence = VersionEvidence()
    var meter = MeterDraft()

    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) {
        switch key {
        case "country_code": party.country = try reader.partyText()
        case "party_id": party.id = try reader.partyText()
        case "id": id = try reader.identifier()
        case "start_date_time": start = try reader.instant()
        case "end_date_time": end = try reader.instant()
        case "kwh": energy = try reader.energyOfSession()
        case "cdr_token": token = try reader.token()
        case "authorization_reference": authorizationReference = try reader.identifier()
        case "location_id":
            place.locationID = try reader.identifier()
            place.isThere = true
        case "evse_uid": place.evseUID = try reader.identifier()
        case "connector_id": place.connectorID = try reader.identifier()
        case "currency": currency = try reader.currency()
        case "total_cost": totalCost = try reader.price(&evidence)
        case "status": status = try reader.sessionStatus()
        case "last_updated": lastUpdated = try reader.instant()
        default: try readOld(key, &reader)
        }
    }

    /// The names only 2.1.1 has.
    private mutating func readOld(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) {
        switch key {
        case "start_datetime": start = try reader.instant()
        case "end_datetime": end = try reader.instant()
        case "auth_id": token = try reader.authID()
        case "location": try place.read(&reader, .whole)
        default:
            // meter_id, and signed_data as some platforms add it
            if try !meter.read(key, &reader) { try reader.skip() }
            return
        }
        evidence.v211 = true
    }

    func session(
        _ given: OCPIVersion?, _ reader: inout JSONReader
    ) throws(Reject) -> Session {
        let version = evidence.version(given: given)
        if given != nil { reader.noteOtherVersion(evidence, version) }
        let old = version == .v211
        let id = try reader.required(id, "id")
        let start = try reader.required(start, old ? "start_datetime" : "start_date_time")
        let place =
            old
            ? try self.place.finished("location", &reader)
            : try referencedPlace(&reader)
        return Session(
            version: version, cpo: try party.cpo(version, place, &reader), id: id, start: start,
            end: end, energy: try reader.required(energy, "kwh"),
            token: try reader.required(token, old ? "auth_id" : "cdr_token"),
            authorizationReference: authorizationReference, place: place,
            currency: try reader.required(currency, "currency"), totalCost: totalCost,
            status: try reader.required(status, "status"),
            lastUpdated: try reader.required(lastUpdated, "last_updated"), meter: meter.record)
    }

    /// `location_id`, `evse_uid` and `connector_id` of 2.2.1.
    private func referencedPlace(_ reader: inout JSONReader) throws(Reject) -> ChargingPlace {
        ChargingPlace(
            locationID: try reader.required(place.locationID, "location_id"),
            evseUID: try reader.required(place.evseUID, "evse_uid"), evseID: place.evseID,
            connectorID: place.connectorID)
    }
}

extension JSONReader {
    fileprivate mutating func sessionStatus() throws(Reject) -> Session.Status? {
        let here = at
        guard let word = try word()?.text else { return nil }
        guard let status = Session.Status(rawValue: word) else {
            at = here
            throw reject(.unknownValue, "‘\(word.prefix(40))’ is no status of a session")
        }
        return status
    }
}

extension JSONReader {
    /// kWh. Below zero it is taken as it is, as a matter for reconciliation, but not silently.
    fileprivate mutating func energyOfSession() throws(Reject) -> ExactDecimal? {
        guard let energy = try number() else { return nil }
        if energy < .zero { note(.energyNegative, "A session of \(energy) kWh gave energy back.") }
        return energy
    }
}
