import Foundation
import Intake
import Rating
import Roaming

/// Measures pricing a file's lines that lie in memory, pass by pass.
struct PriceBench {
    let lines: [UInt8]
    /// Into `lines`, without line feeds.
    let ranges: [Range<Int>]
    let passes: Int
    let threads: Int

    init(path: String, passes: Int, threads: Int) throws {
        try ObjectFile.check(path)
        let data = try Data(contentsOf: URL(fileURLWithPath: ObjectFile.systemPath(path)))
        lines = Array(data)
        var ranges: [Range<Int>] = []
        var start = 0
        for (index, byte) in lines.enumerated() where byte == 0x0A {
            ranges.append(start..<index)
            start = index + 1
        }
        if start < lines.count { ranges.append(start..<lines.count) }
        guard !ranges.isEmpty else { throw Failure.refused("\(path) is empty; nothing to measure") }
        self.ranges = ranges
        self.passes = passes
        self.threads = threads
    }

    func run() throws -> PriceFigures {
        var figures = PriceFigures(cdrs: ranges.count, bytes: lines.count, threads: threads)
        let shares = self.shares
        for _ in 0..<passes {
            let tally = Tally()
            let cpu = Self.cpuTime()
            let time = try ContinuousClock().measure {
                try Workers.run(shares.count, threads: threads) {
                    BenchPricer()
                } _: { pricer, share in
                    tally.add(pricer.parseAndPrice(self, shares[share]))
                }
            }
            figures.parseAndPrice.keep(time, Self.cpuTime() - cpu)
            figures.priced = tally.count
        }
        let ready = try prepared(shares)
        for _ in 0..<passes {
            let tally = Tally()
            let cpu = Self.cpuTime()
            let time = try ContinuousClock().measure {
                try Workers.run(shares.count, threads: threads) {
                    BenchPricer()
                } _: { pricer, share in
                    tally.add(pricer.price(ready[share]))
                }
            }
            figures.priceOnly.keep(time, Self.cpuTime() - cpu)
            guard tally.count == figures.priced else {
                throw Failure.bug("price only prices \(tally.count) of \(figures.priced) CDRs")
            }
        }
        return figures
    }

    /// Of all threads; tells a slow program from a busy machine.
    private static func cpuTime() -> Duration {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
    }

    /// One share of the lines per thread, as equal as can be.
    private var shares: [Range<Int>] {
        let count = min(threads, ranges.count)
        return (0..<count).map { share in
            ranges.count * share / count..<ranges.count * (share + 1) / count
        }
    }

    private func prepared(_ shares: [Range<Int>]) throws -> [[PreparedLine]] {
        var pricer = BenchPricer()
        return shares.map { pricer.prepare(self, $0) }
    }
}

struct PreparedLine: Sendable {
    let charge: Charge
    let tariffs: [CompiledTariff]
}

/// What one thread does in a pass.
private struct BenchPricer: ~Copyable {
    var reader = JSONReader()
    var rater = Rater(under: RatingRules(rounding: .none))

    /// How many of the lines have a price.
    mutating func parseAndPrice(_ bench: PriceBench, _ share: Range<Int>) -> Int {
        var count = 0
        bench.lines.withUnsafeBytes { bytes in
            for index in share {
                let line = UnsafeRawBufferPointer(rebasing: bytes[bench.ranges[index]])
                guard let decoded = try? decodeBatchLine(line, as: nil, using: &reader) else {
                    continue
                }
                let tariffs = decoded.value.tariffs.map { compile($0) }
                if case .priced = rater.rate(decoded.value.charge, by: tariffs) { count += 1 }
            }
        }
        return count
    }

    mutating func prepare(_ bench: PriceBench, _ share: Range<Int>) -> [PreparedLine] {
        bench.lines.withUnsafeBytes { bytes in
            share.compactMap { index in
                let line = UnsafeRawBufferPointer(rebasing: bytes[bench.ranges[index]])
                guard let decoded = try? decodeBatchLine(line, as: nil, using: &reader) else {
                    return nil
                }
                return PreparedLine(
                    charge: decoded.value.charge,
                    tariffs: decoded.value.tariffs.map { compile($0) })
            }
        }
    }

    mutating func price(_ lines: [PreparedLine]) -> Int {
        var count = 0
        lines.withUnsafeBufferPointer { lines in
            // By place: taking a line out of the list would copy all it holds.
            for place in 0..<lines.count {
                if case .priced = rater.rate(lines[place].charge, by: lines[place].tariffs) {
                    count += 1
                }
            }
        }
        return count
    }
}

/// Counts over threads. A class, because they share it.
private final class Tally: @unchecked Sendable {
    // @unchecked: every access is under `lock`.
    private let lock = NSLock()
    private var sum = 0

    var count: Int {
        lock.lock()
        defer { lock.unlock() }
        return sum
    }

    func add(_ count: Int) {
        lock.lock()
        defer { lock.unlock() }
        sum += count
    }
}

/// The fastest pass, by the clock and by the processor.
struct BestPass {
    private(set) var clock = Duration.seconds(86_400)
    private(set) var processor = Duration.seconds(86_400)

    mutating func keep(_ clock: Duration, _ processor: Duration) {
        self.clock = min(self.clock, clock)
        self.processor = min(self.processor, processor)
    }
}

/// What was measured.
struct PriceFigures {
    let cdrs: Int
    let bytes: Int
    let threads: Int
    var priced = 0
    var parseAndPrice = BestPass()
    var priceOnly = BestPass()

    var json: JSONValue {
        .object([
            ("parse_and_price_cdrs_per_s", .integer(Self.rate(cdrs, parseAndPrice.clock))),
            ("price_only_cdrs_per_s", .integer(Self.rate(cdrs, priceOnly.clock))),
            ("bytes_per_s", .integer(Self.rate(bytes, parseAndPrice.clock))),
            (
                "parse_and_price_cdrs_per_cpu_s",
                .integer(Self.rate(cdrs, parseAndPrice.processor))
            ),
            ("price_only_cdrs_per_cpu_s", .integer(Self.rate(cdrs, priceOnly.processor))),
            ("cdrs", .integer(cdrs)), ("priced", .integer(priced)), ("bytes", .integer(bytes)),
            ("threads", .integer(threads)), ("version", .string(Build.version)),
        ])
    }

    func table() -> String {
        var table = TextTable([
            ("", .left), ("CDRs/s", .right), ("MB/s", .right), ("CDRs/s of processor", .right),
        ])
        table.add([
            "parse and price", String(Self.rate(cdrs, parseAndPrice.clock)),
            String(Self.rate(bytes, parseAndPrice.clock) / 1_000_000),
            String(Self.rate(cdrs, parseAndPrice.processor)),
        ])
        table.add([
            "price only", String(Self.rate(cdrs, priceOnly.clock)), "",
            String(Self.rate(cdrs, priceOnly.processor)),
        ])
        let threads = threads == 1 ? "1 thread" : "\(threads) threads"
        return table.render() + "\(priced) of \(cdrs) CDRs priced, \(threads), fastest pass\n"
    }

    private static func rate(_ count: Int, _ time: Duration) -> Int {
        let (seconds, attoseconds) = time.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        return count * 1_000_000_000 / max(nanoseconds, 1)
    }
}
