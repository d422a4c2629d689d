package import Roaming

/// What is known of few of a shard's CDRs only, by object: what rating found in those that claim
/// another total, and what a closed month has taken.
struct MadeOfCDRs {
    fileprivate struct Causes {
        var beforeTax: [DifferenceCause] = []
        var afterTax: [DifferenceCause] = []
    }

    fileprivate var causes: [Int64: Causes] = [:]
    fileprivate var ownTariffs: [Int64: Price] = [:]
    fileprivate var settledIn: [Int64: Month] = [:]

    func complete(_ cdr: inout CDRFields) {
        if let found = causes[cdr.object] {
            cdr.causesBeforeTax = found.beforeTax
            cdr.causesAfterTax = found.afterTax
        }
        cdr.byOwnTariff = ownTariffs[cdr.object]
        cdr.settledIn = settledIn[cdr.object]
    }
}

/// A month that is closed and takes nothing more.
package struct ClosedMonth: Sendable, Hashable {
    package let month: Month
    package let version: Int
    /// Of the close, hexadecimal; it covers everything the month has taken.
    package let hash: String
}

extension Connection {
    /// In order.
    package func closedMonths() throws(StoreError) -> [ClosedMonth] {
        try rows(.listClosedMonths) { row in
            ClosedMonth(month: row.month(0), version: row.int4(1), hash: row.text(2))
        }
    }

    /// The tokens of our parties, as all who know them wrote them.
    package func tokens(
        of parties: Set<PartyID>, in book: Int64
    ) throws(StoreError) -> TokenBook {
        var known = TokenBook()
        let names = parties.map(\.description).sorted()
        let versions = try rows(.readTokens, [.int8(book), .texts(names)]) {
            row throws(StoreError) in
            (
                party: try row.party(0), uid: row.text(1), type: row.text(2),
                contract: row.textIfAny(3), valid: row.bool(4), at: row.instant(5)
            )
        }
        for token in versions {
            known.add(
                party: token.party, uid: token.uid, type: token.type,
                contractID: token.contract, valid: token.valid, lastUpdated: token.at)
        }
        return known
    }

    func made(
        of partner: Partner, in span: MonthSpan, ratedBy rating: Run
    ) throws(StoreError) -> MadeOfCDRs {
        var made = MadeOfCDRs()
        let which: [Parameter] = [
            .text(partner.side.rawValue), .text(partner.counterparty.description),
            .bool(partner.ownNetwork),
        ]
        let rated =
            [.int8(rating.id)] + which + span.parameters
            + [.int8(rating.book), .int8s(span.otherCDRs)]
        let causes = try rows(.readDifferenceCauses, rated) { row throws(StoreError) in
            (
                object: row.int8(0), isAfterTax: row.bool(1),
                cause: DifferenceCause(
                    try row.value(2, as: DifferenceCause.Kind.self), try row.decimal(3))
            )
        }
        for (object, isAfterTax, cause) in causes {
            if isAfterTax {
                made.causes[object, default: .init()].afterTax.append(cause)
            } else {
                made.causes[object, default: .init()].beforeTax.append(cause)
            }
        }
        let own = try rows(.readOwnTariffPrices, rated) { row throws(StoreError) in
            (
                row.int8(0),
                Price(beforeTax: try row.decimalIfAny(1), afterTax: try row.decimalIfAny(2))
            )
        }
        for (object, price) in own { made.ownTariffs[object] = price }
        let month: [Parameter] = [.int8(rating.book), .month(rating.identity.month)]
        let settled = try rows(.readSettledCDRs, which + month) { ($0.int8(0), $0.month(1)) }
        for (object, month) in settled { made.settledIn[object] = month }
        return made
    }
}
