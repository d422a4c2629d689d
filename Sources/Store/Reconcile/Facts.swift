package import Roaming

/// What reconciliation takes together: one counterparty on one side.
package struct Partner: Sendable, Hashable {
    package let side: Side
    package let counterparty: PartyID
    package let ownNetwork: Bool
}

/// The records of one partner.
package struct PartnerFacts: Sendable {
    /// As our own platform recorded them; completed, the newest version.
    package let sessions: [SessionFacts]
    /// CDRs we issued (`own`).
    package let issued: [CDRFacts]
    /// CDRs the hubs hold or sent.
    package let held: [CDRFacts]
}

extension Connection {
    /// The shards of a month, in a fixed order. Shard numbers are positions in it.
    package func partners(of book: Int64, in span: MonthSpan) throws(StoreError) -> [Partner] {
        try rows(.listPartners, span.parameters + [.int8(book), .int8s(span.otherCDRs)]) {
            row throws(StoreError) in
            Partner(
                side: try row.value(0, as: Side.self), counterparty: try row.party(1),
                ownNetwork: row.bool(2))
        }
    }

    /// When the newest of the CDRs was last updated, nil when there is none.
    package func dataAsOf(
        of book: Int64, in span: MonthSpan
    ) throws(StoreError) -> Instant? {
        try rows(.dataAsOf, span.parameters + [.int8(book), .int8s(span.otherCDRs)]) {
            $0.instantIfAny(0)
        }.first ?? nil
    }

    /// Hubs that delivered CDRs of our CPO side.
    package func hubsHoldingOurCDRs(
        of book: Int64, in span: MonthSpan
    ) throws(StoreError) -> [String] {
        try rows(.listHubsHolding, span.parameters + [.int8(book)]) { $0.text(0) }
    }

    /// - Parameters:
    ///   - rating: the run whose prices are taken; it must have rated the whole span.
    ///   - revising: hubs that revise CDRs in place, of which only the newest counts.
    /// - Throws: `StoreError` of kind `.value` when a CDR has no rating in that run.
    package func facts(
        of partner: Partner, in span: MonthSpan, ratedBy rating: Run, revising: Set<String>
    ) throws(StoreError) -> PartnerFacts {
        let which: [Parameter] =
            [
                .text(partner.side.rawValue), .text(partner.counterparty.description),
                .bool(partner.ownNetwork),
            ] + span.parameters
        let made = try made(of: partner, in: span, ratedBy: rating)
        let sessions = try rows(
            .readSessions, which + [.int8(rating.book), .int8s(span.otherSessions)],
            { row throws(StoreError) in SessionFacts(try SessionFields(row)) })
        let cdrs = try rows(
            .readCDRs,
            [.int8(rating.id)] + which + [
                .texts(revising.sorted()), .int8(rating.book), .int8s(span.otherCDRs),
            ]
        ) { row throws(StoreError) in
            var cdr = try CDRFields(row)
            made.complete(&cdr)
            return CDRFacts(cdr)
        }
        return PartnerFacts(
            sessions: sessions, issued: cdrs.filter { $0.hub == "own" },
            held: cdrs.filter { $0.hub != "own" })
    }
}

extension SessionFields {
    init(_ row: RowReader) throws(StoreError) {
        let before = try row.decimalIfAny(14)
        let after = try row.decimalIfAny(15)
        self.init(
            object: row.int8(0), hub: row.text(1), cpo: try row.party(2), id: row.text(3),
            authorizationReference: row.textIfAny(4), evseUID: row.textIfAny(5),
            evseID: row.textIfAny(6), tokenUID: row.text(7), contractID: row.textIfAny(8),
            locationID: row.text(9), start: row.instant(10), end: row.instant(11),
            energy: try row.decimal(12), currency: row.isNull(13) ? nil : try row.currency(13),
            cost: before == nil && after == nil ? nil : Price(beforeTax: before, afterTax: after),
            idAsReceived: row.textIfAny(16), ownParty: row.isNull(17) ? nil : try row.party(17),
            tokenIsOneTime: row.bool(18), meter: try MeterMark(row, from: 19))
    }
}

extension CDRFields {
    init(_ row: RowReader) throws(StoreError) {
        let verdict = try RatingVerdict(row)
        self.init(
            object: row.int8(0), hub: row.text(1), cpo: try row.party(2), id: row.text(3),
            sessionID: row.textIfAny(4), authorizationReference: row.textIfAny(5),
            credit: row.bool(6), creditReferenceID: row.textIfAny(7), evseUID: row.textIfAny(8),
            evseID: row.textIfAny(9), tokenUID: row.text(10), contractID: row.textIfAny(11),
            locationID: row.text(12), start: row.instant(13), end: row.instant(14),
            energy: try row.decimal(15), currency: try row.currency(16),
            claimed: Price(
                beforeTax: try row.decimalIfAny(17), afterTax: try row.decimalIfAny(18)),
            rated: verdict, lastUpdated: row.instant(19), version: row.int4(20),
            idAsReceived: row.textIfAny(27), ownParty: row.isNull(28) ? nil : try row.party(28),
            tokenIsOneTime: row.bool(29), meter: try MeterMark(row, from: 30))
        for code in row.texts(34) {
            for (known, flag) in Plausibility.byFinding where known == code {
                plausibility.insert(flag)
            }
            for verdict in SignatureVerdict.allCases where verdict.finding == code {
                signature = verdict
            }
        }
    }
}

extension MeterMark {
    /// Columns `signed_payload`, `meter_id`, `meter_begin`, `meter_end`.
    fileprivate init?(_ row: RowReader, from column: Int32) throws(StoreError) {
        let payload = row.isNull(column) ? nil : row.bytes(column).hexadecimal
        self.init(
            payload: payload, meterID: row.textIfAny(column + 1),
            begin: try row.decimalIfAny(column + 2), end: try row.decimalIfAny(column + 3))
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension RatingVerdict {
    fileprivate init(_ row: RowReader) throws(StoreError) {
        if row.isNull(21) {
            throw row.unreadable(21, "of object \(row.int8(0)) is missing: the run did not rate it")
        }
        if let code = row.textIfAny(22) {
            self = .unpriceable(code: code, text: row.text(23))
        } else {
            let price = Price(
                beforeTax: try row.decimalIfAny(25), afterTax: try row.decimalIfAny(26))
            self = .priced(price, try row.currency(24))
        }
    }
}
