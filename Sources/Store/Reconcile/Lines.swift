import Amounts
package import Roaming

/// Reconciled lines of a shard in the form the server takes them; built on any thread.
package struct LineRows: Sendable {
    private(set) var rows = RowBytes()
    private(set) var causes = RowBytes()
    private let run: Int64
    private let shard: Int

    package init(of run: Run, shard: Int) {
        self.run = run.id
        self.shard = shard
    }

    package var count: Int { rows.rows }

    package mutating func add(_ line: ReconciledLine) {
        let ordinal = rows.rows
        rows.begin(fields: 30)
        rows.int8(run)
        rows.int4(shard)
        rows.int4(ordinal)
        rows.text(line.disposition.rawValue)
        rows.text(line.side.rawValue)
        rows.text(line.hub)
        rows.party(line.counterparty)
        rows.bool(line.ownNetwork)
        rows.text(line.sessionID)
        rows.text(line.cdrID)
        rows.int8(line.sessionObject)
        rows.int8(line.cdrObject)
        rows.text(line.matchedBy)
        rows.text(line.currency?.description)
        rows.decimal(line.ours)
        rows.decimal(line.theirs)
        rows.decimal(line.difference)
        rows.decimal(line.agreed)
        rows.decimal(line.agreedBeforeTax)
        rows.decimal(line.disputed)
        rows.text(line.locationID)
        rows.text(line.evseID)
        rows.instant(line.start)
        rows.instant(line.end)
        rows.decimal(line.energy)
        rows.text(line.reason)
        rows.party(line.ownParty)
        rows.date(line.serviceMonth?.firstDay)
        rows.text(line.severity.rawValue)
        rows.text(line.evidence)
        for (place, cause) in line.causes.enumerated() {
            causes.begin(fields: 6)
            causes.int8(run)
            causes.int4(shard)
            causes.int4(ordinal)
            causes.int4(place)
            causes.text(cause.kind.rawValue)
            causes.decimal(cause.amount)
        }
    }
}

extension Transaction {
    /// What was tolerated in a shard, by currency.
    package func save(
        _ sums: [ToleratedSum], of run: Run, shard: Int
    ) throws(StoreError) {
        guard !sums.isEmpty else { return }
        var rows = RowBytes()
        for sum in sums {
            rows.begin(fields: 6)
            rows.int8(run.id)
            rows.int4(shard)
            rows.text(sum.currency.description)
            rows.int4(sum.lines)
            rows.decimal(sum.sum)
            rows.decimal(sum.cap)
        }
        try connection.copy(.copyToleratedSum, rows)
    }

    /// What the ids say about the partner's clock, by hub.
    package func save(
        _ clocks: [ClockOffset], of run: Run, shard: Int
    ) throws(StoreError) {
        guard !clocks.isEmpty else { return }
        var rows = RowBytes()
        for clock in clocks {
            rows.begin(fields: 6)
            rows.int8(run.id)
            rows.int4(shard)
            rows.text(clock.hub)
            rows.int4(clock.pairs)
            rows.int8(clock.milliseconds)
            rows.bool(clock.isUsed)
        }
        try connection.copy(.copyClock, rows)
    }

    /// Until when CDRs of the shard's service months were in time and until when late.
    package func save(
        _ windows: [MonthWindow], of run: Run, shard: Int
    ) throws(StoreError) {
        guard !windows.isEmpty else { return }
        var rows = RowBytes()
        for window in windows {
            rows.begin(fields: 5)
            rows.int8(run.id)
            rows.int4(shard)
            rows.date(window.month.firstDay)
            rows.instant(window.cutOff)
            rows.instant(window.graceEnd)
        }
        try connection.copy(.copyDeadline, rows)
    }

    package func save(_ lines: LineRows) throws(StoreError) {
        try connection.copy(.copyLine, lines.rows)
        if lines.causes.rows > 0 { try connection.copy(.copyLineCause, lines.causes) }
    }
}

/// Lines one at a time, so that memory does not grow with the month. Holds the connection until the
/// end is reached or the reader is dropped.
package final class StoredLines {
    struct Place: Hashable {
        let shard: Int
        let ordinal: Int
    }

    private let reader: RowReader
    private let causes: [Place: [DifferenceCause]]

    init(_ reader: RowReader, causes: [Place: [DifferenceCause]]) {
        self.reader = reader
        self.causes = causes
    }

    /// Nil at the end.
    package func next() throws(StoreError) -> ReconciledLine? {
        guard try reader.next() else { return nil }
        var line = try ReconciledLine(reader)
        if !causes.isEmpty {
            line.causes =
                causes[Place(shard: reader.int4(26), ordinal: reader.int4(27))] ?? []
        }
        return line
    }
}

extension ReconciledLine {
    /// From the first 26 columns, in the order of `read_lines.sql`.
    init(_ row: RowReader) throws(StoreError) {
        self.init(
            disposition: try row.value(0, as: Disposition.self),
            side: try row.value(1, as: Side.self), hub: row.textIfAny(2),
            counterparty: row.isNull(3) ? nil : try row.party(3),
            ownNetwork: row.bool(4), sessionID: row.textIfAny(5),
            cdrID: row.textIfAny(6), sessionObject: row.int8IfAny(7),
            cdrObject: row.int8IfAny(8), matchedBy: row.textIfAny(9),
            currency: row.isNull(10) ? nil : try row.currency(10),
            ours: try row.decimalIfAny(11), theirs: try row.decimalIfAny(12),
            difference: try row.decimalIfAny(13), agreed: try row.decimal(14),
            agreedBeforeTax: try row.decimal(15), disputed: try row.decimal(16),
            locationID: row.textIfAny(17), evseID: row.textIfAny(18),
            start: row.instantIfAny(19), end: row.instantIfAny(20),
            energy: try row.decimalIfAny(21), reason: row.text(22),
            ownParty: row.isNull(23) ? nil : try row.party(23),
            serviceMonth: row.isNull(24) ? nil : Month(containing: row.day(24)),
            evidence: row.text(25))
    }
}

extension Connection {
    /// The lines of a run by shard, then as reconciliation sorted them.
    /// - Parameter withCauses: with what their differences are made of, all of which is read first.
    package func lines(
        of run: Run, withCauses: Bool = false
    ) throws(StoreError) -> StoredLines {
        var causes: [StoredLines.Place: [DifferenceCause]] = [:]
        if withCauses {
            let parts = try rows(.listLineCauses, [.int8(run.id)]) { row throws(StoreError) in
                (
                    place: StoredLines.Place(shard: row.int4(0), ordinal: row.int4(1)),
                    cause: DifferenceCause(
                        try row.value(2, as: DifferenceCause.Kind.self), try row.decimal(3))
                )
            }
            for part in parts { causes[part.place, default: []].append(part.cause) }
        }
        return StoredLines(try stream(.readLines, [.int8(run.id)]), causes: causes)
    }

    /// Lines per disposition, by code.
    package func dispositionCounts(
        of run: Run
    ) throws(StoreError) -> [(disposition: Disposition, lines: Int)] {
        try rows(.countDispositions, [.int8(run.id)]) { row throws(StoreError) in
            (disposition: try row.value(0, as: Disposition.self), lines: Int(row.int8(1)))
        }
    }
}
