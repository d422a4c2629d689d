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

/// What a CDR is read for.
enum CDRPurpose { case whole, price }

struct CDRDraft {
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
        var meter = MeterDraft()
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
        default: if try !identity.meter.read(key, &reader) { try reader.skip() }
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
