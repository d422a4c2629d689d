import Amounts
import Roaming

/// What the objects of a page have in common.
struct Binding {
    let book: Int64
    let page: Int64
    let hub: String
}

// Column order is that of the COPY statements in Queries/ingest.
extension RowBytes {
    mutating func append(
        _ cdr: CDR, _ standing: Standing, in binding: Binding, place: ObjectPlace
    ) throws(Reject) {
        let charge = cdr.charge
        guard let start = charge.start else { throw missing("start_date_time") }
        guard let end = charge.end else { throw missing("end_date_time") }
        guard let currency = charge.currency else { throw missing("currency") }
        guard let energy = charge.claimed.energy else { throw missing("total_energy") }
        begin(fields: 36)
        head(place, binding, charge.version, cdr.cpo)
        key(cdr.id)
        int4(1)
        append(standing)
        folded(cdr.sessionID)
        folded(cdr.authorizationReference)
        bool(charge.credit)
        folded(charge.creditReferenceID)
        folded(cdr.token.uid)
        compact(cdr.token.contractID)
        append(cdr.place)
        instant(start)
        instant(end)
        instant(cdr.lastUpdated)
        decimal(energy)
        text(currency.description)
        decimal(charge.claimed.cost?.beforeTax)
        decimal(charge.claimed.cost?.afterTax)
        asReceived(cdr.id)
        party(standing.own)
        append(cdr.meter, cdr.token)
    }

    mutating func append(
        _ session: Session, _ standing: Standing, in binding: Binding, place: ObjectPlace
    ) {
        begin(fields: 34)
        head(place, binding, session.version, session.cpo)
        key(session.id)
        int4(1)
        append(standing)
        text(session.status.rawValue)
        folded(session.authorizationReference)
        folded(session.token.uid)
        compact(session.token.contractID)
        append(session.place)
        instant(session.start)
        instant(session.end)
        instant(session.lastUpdated)
        decimal(session.energy)
        text(session.currency?.description)
        decimal(session.totalCost?.beforeTax)
        decimal(session.totalCost?.afterTax)
        asReceived(session.id)
        party(standing.own)
        append(session.meter, session.token)
    }

    mutating func append(_ tariff: Tariff, in binding: Binding, place: ObjectPlace) {
        begin(fields: 14)
        head(place, binding, tariff.version, tariff.party)
        key(tariff.id)
        int4(1)
        text(tariff.currency.description)
        instant(tariff.validFrom)
        instant(tariff.validUntil)
        instant(tariff.lastUpdated)
    }

    mutating func append(
        _ location: Location, _ version: OCPIVersion, in binding: Binding, place: ObjectPlace
    ) {
        begin(fields: 16)
        head(place, binding, version, location.party)
        key(location.id)
        int4(1)
        text(location.name)
        text(location.city)
        text(location.state)
        text(location.country)
        text(location.timeZone)
        instant(location.lastUpdated)
    }

    mutating func append(
        _ token: Token, _ version: OCPIVersion, in binding: Binding, place: ObjectPlace
    ) {
        begin(fields: 14)
        head(place, binding, version, token.party)
        key(token.uid)
        key(token.type ?? "")
        int4(1)
        compact(token.contractID)
        bool(token.valid)
        instant(token.lastUpdated)
    }

    /// code, severity, pointer, text, at_stake
    mutating func append(_ finding: Finding) {
        text(finding.code)
        text(finding.severity.rawValue)
        text(finding.pointer)
        text(finding.text)
        decimal(finding.atStake)
    }

    mutating func append(
        _ row: RejectRow, run: Int64, shard: Int, ordinal: Int,
        from origin: (page: Int64, hub: String, module: String, source: String)
    ) {
        begin(fields: 20)
        int8(run)
        int4(shard)
        int4(ordinal)
        text(origin.hub)
        text(origin.module)
        text(origin.source)
        int4(row.line)
        int8(row.fileOffset)
        text(row.reject.code)
        text(row.reject.pointer)
        text(row.reject.text)
        if let byte = row.reject.byte { int4(byte) } else { null() }
        text(row.objectID)
        text(row.party)
        text(row.eMSP)
        instant(row.endsAt)
        guard let place = row.place else { return (0..<4).forEach { _ in null() } }
        int8(ObjectNumber.of(place.ordinal, page: origin.page))
        int4(place.at)
        int4(place.length)
        bytea(place.sha256)
    }

    /// object, book, at, length, sha256, hub, ocpi, party
    private mutating func head(
        _ place: ObjectPlace, _ binding: Binding, _ version: OCPIVersion, _ party: PartyID?
    ) {
        int8(ObjectNumber.of(place.ordinal, page: binding.page))
        int8(binding.book)
        int4(place.at)
        int4(place.length)
        bytea(place.sha256)
        text(binding.hub)
        text(version.rawValue)
        text(party?.description ?? "")
    }

    /// side, counterparty, own_network
    private mutating func append(_ standing: Standing) {
        switch standing {
        case .roaming(let side, let counterparty, _):
            text(side.rawValue)
            party(counterparty)
            bool(false)
        case .ownNetwork(let eMSP, _):
            text(Side.cpo.rawValue)
            party(eMSP)
            bool(true)
        case .foreign:
            null()
            null()
            bool(false)
        }
    }

    /// token_is_one_time, meter_id, signed_payload, meter_begin, meter_end
    private mutating func append(_ meter: MeterRecord?, _ token: TokenReference) {
        bool(token.isOneTime)
        folded(meter?.meterID)
        if let payload = meter?.payload { bytea(payload) } else { null() }
        decimal(meter?.begin)
        decimal(meter?.end)
    }

    /// location_id, evse_uid, evse_id
    private mutating func append(_ place: ChargingPlace) {
        folded(place.locationID)
        folded(place.evseUID)
        compact(place.evseID)
    }

    private func missing(_ field: String) -> Reject {
        Reject(
            "MISSING_FIELD", at: "/" + field,
            "a CDR without \(field) cannot be cleared; the partner should send it")
    }
}
