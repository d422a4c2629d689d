import Amounts
import Roaming

// Column order is that of the COPY statements in Queries/ingest.
extension RowBytes {
    mutating func append(
        _ cdr: CDR, _ standing: Standing, hub: String, place: ObjectPlace, page: Int64
    ) throws(Reject) {
        let charge = cdr.charge
        guard let start = charge.start else { throw missing("start_date_time") }
        guard let end = charge.end else { throw missing("end_date_time") }
        guard let currency = charge.currency else { throw missing("currency") }
        guard let energy = charge.claimed.energy else { throw missing("total_energy") }
        begin(fields: 28)
        head(place, page, hub, charge.version, cdr.cpo)
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
    }

    mutating func append(
        _ session: Session, _ standing: Standing, hub: String, place: ObjectPlace, page: Int64
    ) {
        begin(fields: 26)
        head(place, page, hub, session.version, session.cpo)
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
    }

    mutating func append(_ tariff: Tariff, hub: String, place: ObjectPlace, page: Int64) {
        begin(fields: 13)
        head(place, page, hub, tariff.version, tariff.party)
        key(tariff.id)
        int4(1)
        text(tariff.currency.description)
        instant(tariff.validFrom)
        instant(tariff.validUntil)
        instant(tariff.lastUpdated)
    }

    mutating func append(
        _ location: Location, _ version: OCPIVersion, hub: String, place: ObjectPlace, page: Int64
    ) {
        begin(fields: 15)
        head(place, page, hub, version, location.party)
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
        _ token: Token, _ version: OCPIVersion, hub: String, place: ObjectPlace, page: Int64
    ) {
        begin(fields: 13)
        head(place, page, hub, version, token.party)
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
        begin(fields: 18)
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
        guard let place = row.place else { return (0..<4).forEach { _ in null() } }
        int8(ObjectNumber.of(place.ordinal, page: origin.page))
        int4(place.at)
        int4(place.length)
        bytea(place.sha256)
    }

    /// object, at, length, sha256, hub, ocpi, party
    private mutating func head(
        _ place: ObjectPlace, _ page: Int64, _ hub: String, _ version: OCPIVersion,
        _ party: PartyID?
    ) {
        int8(ObjectNumber.of(place.ordinal, page: page))
        int4(place.at)
        int4(place.length)
        bytea(place.sha256)
        text(hub)
        text(version.rawValue)
        text(party?.description ?? "")
    }

    /// side, counterparty, own_network
    private mutating func append(_ standing: Standing) {
        switch standing {
        case .roaming(let side, let counterparty):
            text(side.rawValue)
            party(counterparty)
            bool(false)
        case .ownNetwork(let eMSP):
            text(Side.cpo.rawValue)
            party(eMSP)
            bool(true)
        case .foreign:
            null()
            null()
            bool(false)
        }
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
