package import Roaming

/// Which lines of a reconciliation are asked for: every condition that is given must hold.
package struct LineFilter: Sendable, Hashable {
    package var counterparty: PartyID?
    package var disposition: Disposition?
    /// Of a CDR or a session, in any spelling of case.
    package var id: String?
    package var hub: String?
    /// Only those with an amount in dispute between parties.
    package var isDisputed = false

    package init() {}
}

/// A line with its place in the run and the document it is about.
package struct FoundLine: Sendable, Hashable {
    package let line: ReconciledLine
    package let run: Int64
    package let shard: Int
    package let ordinal: Int
    package let severity: String
    /// SHA-256 of the received CDR, else of the session; nil for what intake refused.
    package let document: String?
    /// As the CDR says; nil without one.
    package let claimed: Price?
}

extension Connection {
    /// Lines of a run by shard, then as reconciliation sorted them.
    package func lines(
        of run: Run, _ filter: LineFilter
    ) throws(StoreError) -> [FoundLine] {
        try rows(
            .findLines,
            [
                .int8(run.id), .text(filter.counterparty?.description),
                .text(filter.disposition?.rawValue), .text(filter.id), .text(filter.hub),
                .bool(filter.isDisputed),
            ]
        ) { (row) throws(StoreError) in
            let before = try row.decimalIfAny(30)
            let after = try row.decimalIfAny(31)
            return FoundLine(
                line: try ReconciledLine(row), run: run.id, shard: row.int4(26),
                ordinal: row.int4(27), severity: row.text(28),
                document: row.isNull(29) ? nil : hex(row.bytes(29)),
                claimed: before == nil && after == nil
                    ? nil : Price(beforeTax: before, afterTax: after))
        }
    }

    /// What the line's difference is made of.
    package func causes(of found: FoundLine) throws(StoreError) -> [DifferenceCause] {
        try rows(
            .readLineCauses, [.int8(found.run), .int4(found.shard), .int4(found.ordinal)]
        ) { (row) throws(StoreError) in
            DifferenceCause(
                try row.value(0, as: DifferenceCause.Kind.self), try row.decimal(1))
        }
    }
}
