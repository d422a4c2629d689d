package import Roaming

/// Which rows a client of the API may see. PostgreSQL holds every statement of a transaction to it.
package enum Reach: Sendable, Hashable {
    case all
    /// What was exchanged with one partner.
    case party(String)
    /// What was charged at the sites of one vendor, and what it gets for it.
    /// - sites: OCPI location ids in upper case.
    case vendor(String, sites: Set<String>)
}

extension Reach {
    /// The statement that sets it, and what that takes.
    var entry: (query: Query, parameters: [Parameter]) {
        switch self {
        case .all: (.enterAll, [])
        case .party(let party): (.enterParty, [.text(party)])
        case .vendor(let vendor, let sites):
            (.enterVendor, [.text(vendor), .text(sites.sorted().joined(separator: "\n"))])
        }
    }
}

extension Connection {
    /// A read-only transaction that sees what the reach covers.
    package func beginReading(within reach: Reach) throws(StoreError) -> Transaction {
        let transaction = try beginReading()
        let entry = reach.entry
        _ = try rows(entry.query, entry.parameters) { _ in }
        return transaction
    }

    /// For a connection that somebody waits on: no statement takes longer.
    package func limitStatements(toMilliseconds limit: Int) throws(StoreError) {
        try run("SET statement_timeout = \(limit)", name: "session")
    }

    /// The server still answers on it and no transaction is open, as far as the last word said.
    package var isUsable: Bool { isHealthy && isAtRest }
}

/// A run that stands: what the rows of a month are taken from.
package struct StandingRun: Sendable, Hashable {
    package let run: Int64
    package let month: Month
    package let book: Int64
    package let key: String
}

/// One close of a month.
package struct ServedClose: Sendable, Hashable {
    package let version: Int
    package let place: Int
    package let lines: Int64
    package let rulesHash: String
    package let build: String
    package let linesRoot: String
    package let previous: String?
    package let hash: String
    package let draftedBy: String
    package let approvedBy: String
    package let closedAt: Instant
    package let reopenedBy: String?
    package let reopenedAt: Instant?
    package let reopenedWhy: String?
    /// Whose rows its figures are.
    package let settleRun: Int64
}

/// A run that a month's figures are made of: one that stands, or one that a close froze.
package struct ClosedRun: Sendable, Hashable {
    package let run: Int64
    package let job: Job
    package let key: String

    package init(run: Int64, job: Job, key: String) {
        self.run = run
        self.job = job
        self.key = key
    }
}

extension Connection {
    /// - Parameter month: nil for the newest.
    package func standingRun(of job: Job, _ month: Month?) throws(StoreError) -> StandingRun? {
        try rows(.serveStandingRun, [.text(job.rawValue), month.map { .month($0) } ?? .null]) {
            (row) throws(StoreError) in
            StandingRun(
                run: row.int8(0), month: row.month(1), book: row.int8(2), key: row.text(3))
        }.first
    }

    /// A CDR as `Listing.cdrs` shows it, by the newest reconciliation that stands and has a line about it
    /// within the reach, with the month of that; nil when there is none. One round trip.
    package func servedCDR(
        _ object: Int64, _ month: Month?, within reach: Reach
    ) throws(StoreError) -> (row: ListedRows, month: Month)? {
        let parameters: [Parameter] = [.int8(object), month.map { .month($0) } ?? .null]
        guard let row = try firstRow(.serveCDR, parameters, within: reach) else { return nil }
        return (ListedRows(.serveCDR, row), row.month(Int32(Listing.cdrs.fields.count)))
    }

    /// Whether the reach covers a tariff.
    package func mayServe(tariff object: Int64) throws(StoreError) -> Bool {
        try !rows(.serveTariff, [.int8(object)]) { _ in }.isEmpty
    }

    package func servedCloses(of month: Month) throws(StoreError) -> [ServedClose] {
        try rows(.serveCloses, [.month(month)]) { (row) throws(StoreError) in
            ServedClose(
                version: row.int4(0), place: row.int4(1), lines: row.int8(2),
                rulesHash: row.text(3), build: row.text(4), linesRoot: row.text(5),
                previous: row.textIfAny(6), hash: row.text(7), draftedBy: row.text(8),
                approvedBy: row.text(9), closedAt: row.instant(10),
                reopenedBy: row.textIfAny(11), reopenedAt: row.instantIfAny(12),
                reopenedWhy: row.textIfAny(13), settleRun: row.int8(14))
        }
    }

    /// By number, which is the order they were begun in.
    package func closedRuns(of month: Month, version: Int) throws(StoreError) -> [ClosedRun] {
        try rows(.serveClosedRuns, [.month(month), .int4(version)]) { (row) throws(StoreError) in
            ClosedRun(run: row.int8(0), job: try row.value(1, as: Job.self), key: row.text(2))
        }
    }
}
