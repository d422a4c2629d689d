import Amounts
import Roaming
import Store

/// What a closed month would have come to under other rules: the same jobs over the frozen pages, in
/// a database of its own that is dropped afterwards. Nothing of it can be posted.
struct WhatIfJob {
    let databaseURL: String
    let scratchURL: String?
    let rules: Rules
    let now: Instant

    func run(_ month: Month) throws -> WhatIf {
        let books = try Connection(databaseURL)
        guard let close = try books.standingClose(of: month) else {
            throw Failure.refused(
                "\(month) is not closed; what-if compares with a closed month")
        }
        let transaction = try books.beginReading()
        let place = try ScratchPlace(besides: databaseURL, given: scratchURL)
        defer { withExtendedLifetime(place) {} }
        let context = JobContext(
            databaseURL: place.url, rules: rules, month: month, clock: { [now] in now })
        try ScratchMonth(close, of: books, in: context, to: .whatIf).prepare()
        _ = try RateJob(context: context).run()
        let reconciled = try ReconcileJob(context: context).run().run
        let settled = try SettleJob(context: context).run().run
        let scratch = try context.connect(as: nil)
        guard let original = try books.runs(numbered: [close.reconcileRun]).first else {
            throw Failure.refused("the runs of \(month) are damaged; verify the close")
        }
        let result = WhatIf(
            close: close, rulesHash: rules.hash,
            partners: try WhatIf.Partner.pair(
                books.partnerSums(of: close.settleRun), scratch.partnerSums(of: settled.id)),
            dispositions: Self.pair(
                try books.dispositions(of: original), try scratch.dispositions(of: reconciled)))
        try transaction.rollback()
        return result
    }

    private static func pair(
        _ closed: [(String, Int)], _ other: [(String, Int)]
    ) -> [(name: String, closed: Int, other: Int)] {
        Disposition.allCases.compactMap { disposition in
            let name = disposition.rawValue
            let pair = (
                closed.first { $0.0 == name }?.1 ?? 0, other.first { $0.0 == name }?.1 ?? 0
            )
            return pair == (0, 0) ? nil : (name, pair.0, pair.1)
        }
    }
}

/// The closed month beside what other rules would have given.
struct WhatIf {
    struct Partner {
        let counterparty: PartyID
        let side: Side
        let currency: Currency
        /// As closed and as it would be; zero where there is no statement.
        let agreed: (closed: ExactDecimal, other: ExactDecimal)
        let disputed: (closed: ExactDecimal, other: ExactDecimal)

        private struct Key: Hashable {
            let counterparty: PartyID
            let side: Side
            let currency: Currency

            init(_ sum: PartnerSum) {
                (counterparty, side, currency) = (sum.counterparty, sum.side, sum.currency)
            }
        }

        static func pair(_ closed: [PartnerSum], _ other: [PartnerSum]) -> [Partner] {
            let others = Dictionary(uniqueKeysWithValues: other.map { (Key($0), $0) })
            let known = Set(closed.map(Key.init))
            let pairs = closed.map { ($0 as PartnerSum?, others[Key($0)], Key($0)) }
            let fresh = other.filter { !known.contains(Key($0)) }.map {
                (nil as PartnerSum?, $0 as PartnerSum?, Key($0))
            }
            return (pairs + fresh).map { before, after, key in
                Partner(
                    counterparty: key.counterparty, side: key.side, currency: key.currency,
                    agreed: (before?.agreed ?? .zero, after?.agreed ?? .zero),
                    disputed: (before?.disputed ?? .zero, after?.disputed ?? .zero))
            }
            .sorted {
                ($0.counterparty.description, $0.side.rawValue, $0.currency.description)
                    < ($1.counterparty.description, $1.side.rawValue, $1.currency.description)
            }
        }
    }

    let close: StoredClose
    let rulesHash: String
    let partners: [Partner]
    let dispositions: [(name: String, closed: Int, other: Int)]
}
