import Amounts
package import Roaming

/// Reads a CDR (mod_cdrs) of any version.
///
/// Strict: what reconciliation and settlement rest on must be there and right, or the CDR is
/// refused. Only its embedded tariffs may be broken: then none of them is used, with an error
/// finding, and the published tariff prices it.
/// - Parameter version: nil to judge by the object's shape.
package func decodeCDR(
    _ bytes: UnsafeRawBufferPointer, as version: OCPIVersion?, using reader: inout JSONReader
) throws(Reject) -> Decoded<CDR> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var draft = CDRDraft(.whole)
        var charge = Charge(version: .v221)
        try draft.read(&charge, &reader)
        return try draft.cdr(charge, version, &reader)
    }
}

/// Reads the part of a CDR that bears on its price. Who and where are not looked at, and claimed
/// totals may be missing or unreadable (with a note); times, currency, periods and tariffs must be
/// right.
/// - Parameter version: nil to judge by the object's shape.
package func decodeCharge(
    _ bytes: UnsafeRawBufferPointer, as version: OCPIVersion?, using reader: inout JSONReader
) throws(Reject) -> Decoded<Charge> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var charge = Charge(version: .v221)
        try reader.readCharge(&charge, version)
        return charge
    }
}

extension JSONReader {
    /// Fills an empty charge from the CDR at which the reader stands.
    mutating func readCharge(_ charge: inout Charge, _ version: OCPIVersion?) throws(Reject) {
        var draft = CDRDraft(.price)
        try draft.read(&charge, &self)
        try draft.finish(&charge, version, &self)
        draft.noteMissing(charge, &self)
    }
}

/// Which of the fields that OCPI requires, and a price does not, were there.
private struct PresentFields {
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

    var missing: [String] {
        [id ? nil : "id", token ? nil : "token", lastUpdated ? nil : "last_updated"]
            .compactMap { $0 }
    }
}

/// What a CDR is read for.
enum CDRPurpose { case whole, price }

private struct CDRDraft {
    let purpose: CDRPurpose
    var evidence = VersionEvidence()
    var hasPeriods = false
    var place = PlaceDraft()
    var identity = Identity()
    var present = PresentFields()

    /// What only the whole CDR needs.
    struct Identity {
        var party = PartyDraft()
        var id: String?
        var sessionID: String?
        var authorizationReference: String?
        var token: TokenReference?
        var lastUpdated: Instant?
    }

    init(_ purpose: CDRPurpose) { self.purpose = purpose }

    mutating func read(
        _ charge: inout Charge, _ reader: inout JSONReader
    ) throws(Reject) {
        try reader.enterObject()
        while let key = try reader.nextKey() {
            if try readPriced(key, &charge, &reader) { continue }
            if try readClaimed(key, &charge.claimed, &reader) { continue }
            guard purpose == .whole else {
                present.note(key)
                try reader.skip()
                continue
            }
            try readIdentity(key, &reader)
        }
    }

    /// Fields that the price rests on.
    @inline(__always)
    private mutating func readPriced(
        _ key: JSONKey, _ charge: inout Charge, _ reader: inout JSONReader
    ) throws(Reject) -> Bool {
        switch key {
        case "start_date_time": charge.start = try reader.instant()
        case "end_date_time": charge.end = try reader.instant()
        case "stop_date_time":
            charge.end = try reader.instant()
            evidence.v211 = true
        case "currency": charge.currency = try reader.currency()
        case "charging_periods":
            guard try !reader.takeNull() else { break }
            hasPeriods = true
            try reader.periods(of: &charge)
        case "tariffs": try readTariffs(&charge, &reader)
        case "cdr_location", "location":
            try place.read(&reader, purpose)
            if key.equals("location") { evidence.v211 = true }
        case "credit": charge.credit = try reader.flag() ?? false
        case "credit_reference_id": charge.creditReferenceID = try reader.identifier()
        default: return false
        }
        return true
    }

    /// What the CDR itself says it costs.
    @inline(__always)
    private mutating func readClaimed(
        _ key: JSONKey, _ claimed: inout ClaimedTotals, _ reader: inout JSONReader
    ) throws(Reject) -> Bool {
        switch key {
        case "total_cost": claimed.cost = try price(&reader)
        case "total_energy": claimed.energy = try number(&reader)
        case "total_time": claimed.time = try number(&reader)
        case "total_parking_time": claimed.parkingTime = try number(&reader)
        case "total_fixed_cost": claimed.fixed = try price(&reader)
        case "total_energy_cost": claimed.energyCost = try price(&reader)
        case "total_time_cost": claimed.timeCost = try price(&reader)
        case "total_parking_cost": claimed.parkingCost = try price(&reader)
        case "total_reservation_cost": claimed.reservationCost = try price(&reader)
        default: return false
        }
        return true
    }

    private mutating func readIdentity(
        _ key: JSONKey, _ reader: inout JSONReader
    ) throws(Reject) {
        switch key {
        case "country_code": identity.party.country = try reader.partyText()
        case "party_id": identity.party.id = try reader.partyText()
        case "id": identity.id = try reader.identifier()
        case "session_id": identity.sessionID = try reader.identifier()
        case "authorization_reference":
            identity.authorizationReference = try reader.identifier()
        case "cdr_token": identity.token = try reader.token()
        case "auth_id":
            identity.token = try reader.authID()
            evidence.v211 = true
        case "last_updated": identity.lastUpdated = try reader.instant()
        default: try reader.skip()
        }
    }

    private func readTariffs(
        _ charge: inout Charge, _ reader: inout JSONReader
    ) throws(Reject) {
        guard try !reader.takeNull() else { return }
        guard purpose == .whole else {
            charge.tariffs = try reader.embeddedTariffs()
            return
        }
        let here = reader.mark()
        do throws(Reject) {
            charge.tariffs = try reader.embeddedTariffs()
        } catch {
            reader.rewind(to: here)
            try reader.skip()
            reader.notes.add(
                .embeddedTariffUnusable, .error, at: error.pointer,
                "\(error.text) None of the CDR's own tariffs is used.")
        }
    }

    private mutating func price(_ reader: inout JSONReader) throws(Reject) -> Price? {
        guard purpose == .price else { return try reader.price(&evidence) }
        var evidence = evidence
        defer { self.evidence = evidence }
        return try reader.leniently { (reader) throws(Reject) in try reader.price(&evidence) }
    }

    private func number(_ reader: inout JSONReader) throws(Reject) -> ExactDecimal? {
        guard purpose == .price else { return try reader.number() }
        return try reader.leniently { (reader) throws(Reject) in try reader.number() }
    }
}

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
        var names = present.missing
        if !place.isThere { names.append("location") }
        if charge.claimed.cost == nil { names.append("total_cost") }
        if charge.claimed.energy == nil { names.append("total_energy") }
        if charge.claimed.time == nil { names.append("total_time") }
        guard !names.isEmpty else { return }
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
            lastUpdated: try reader.required(identity.lastUpdated, "last_updated"))
    }
}

extension JSONReader {
    fileprivate mutating func embeddedTariffs() throws(Reject) -> [Tariff] {
        var tariffs: [Tariff] = []
        try enterArray()
        while try nextElement() { try tariffs.append(tariff(nil)) }
        return tariffs
    }

    /// A field the answer does not rest on: nil with a note when it cannot be read.
    mutating func leniently<Value>(
        _ read: (inout JSONReader) throws(Reject) -> Value?
    ) throws(Reject) -> Value? {
        let here = mark()
        do throws(Reject) {
            return try read(&self)
        } catch {
            rewind(to: here)
            try skip()
            note(.fieldUnreadable, "\(error.text) It is left out.", .note)
            return nil
        }
    }

    mutating func noteOtherVersion(_ evidence: VersionEvidence, _ version: OCPIVersion) {
        let shape = evidence.version(given: nil)
        guard shape != version, shape != .v221 else { return }
        note(
            .otherVersion,
            "The object looks like OCPI \(shape.rawValue); it is read as \(version.rawValue).")
    }
}
