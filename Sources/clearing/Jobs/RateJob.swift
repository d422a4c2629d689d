import Rating
import Roaming
import Store

/// Prices every CDR that may belong to the month, from its raw bytes, by the tariff that applies.
struct RateJob {
    let context: JobContext
    /// Pages of a shard; some thousand CDRs.
    private static let pagesPerShard = 8

    func run() throws -> JobResult {
        let connection = try context.connect(as: .rate)
        let ingest = try connection.upstream(.ingest, of: context.month)
        // CDRs that came after the last closed month are priced with this one.
        let closed = try connection.closedMonths().filter { $0.month != context.month }
        let identity = RunIdentity(
            .rate, context.month, inputs: ingest.identity.key, rules: context.rules,
            book: ingest.book, also: closed.map(\.identity))
        return try SingleRun(context: context, connection: connection)
            .perform(identity) { run, finished in
                try rate(run, finished, book: ingest.book, on: connection)
                return (summary: "", files: [])
            }
    }

    private func rate(
        _ run: Run, _ finished: Set<Int>, book: Int64, on connection: Connection
    ) throws {
        let rule = try context.rules.month(context.month)
        let span = try connection.span(of: rule.window(of: context.month), in: book)
        let policy = try context.rules.rounding(rule.rounding, on: context.month.firstDay)
        let rating = RatingRules(rounding: policy)
        let tariffs = try TariffBook(connection.readTariffs(of: book))
        let zones = ZoneBook(try connection.locations(of: book))
        let powers = try PowerBook(connection.readLocations(of: book))
        let pages = try connection.pagesWithCDRs(of: book, in: span)
        let shards = stride(from: 0, to: pages.count, by: Self.pagesPerShard).map {
            pages[$0...min($0 + Self.pagesPerShard, pages.count) - 1]
        }
        let missing = shards.indices.filter { !finished.contains($0) }
        let meter = Meter("rate", unit: "CDRs")
        try Workers.run(
            missing.count,
            prepare: {
                Tool(
                    connection: try context.connect(as: .rate),
                    pricer: CDRPricer(tariffs, zones, powers, context.rules, rating))
            },
            { tool, index in
                let shard = missing[index]
                var rows = PricedRows(of: run)
                let pages = shards[shard]
                guard let first = pages.first, let last = pages.last else { return }
                let stored = try tool.connection.readCDRs(
                    of: book, onPages: first...last, in: span)
                while let page = try stored.next() { tool.pricer.price(page, into: &rows) }
                let transaction = try tool.connection.begin()
                try transaction.save(rows)
                try transaction.finishShard(
                    shard, of: run, label: "pages \(first)-\(last)", summary: "\(rows.count)",
                    now: context.now)
                try transaction.commit()
                meter.add(rows.count)
            })
        meter.finish()
    }

    private struct Tool: ~Copyable {
        let connection: Connection
        var pricer: CDRPricer
    }
}
