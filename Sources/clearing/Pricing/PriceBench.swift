import Foundation
import Intake
import Rating
import Roaming

/// Measures pricing a file's lines that lie in memory, pass by pass.
struct PriceBench {
    /// With padding.
    let lines: [UInt8]
    /// Bytes of the file.
    let count: Int
    /// Into `lines`, without line feeds.
    let ranges: [Range<Int>]
    let passes: Int
    let threads: Int
    /// Also measure reading alone, and reading and compiling.
    let withStages: Bool

    init(path: String, passes: Int, threads: Int, withStages: Bool) throws {
        try ObjectFile.check(path)
        let data = try Data(contentsOf: URL(fileURLWithPath: ObjectFile.systemPath(path)))
        lines = Array(data) + Array(repeating: 0, count: PaddedBytes.padding)
        count = data.count
        var ranges: [Range<Int>] = []
        var start = 0
        for index in 0..<data.count where lines[index] == 0x0A {
            ranges.append(start..<index)
            start = index + 1
        }
        if start < data.count { ranges.append(start..<data.count) }
        guard !ranges.isEmpty else { throw Failure.refused("\(path) is empty; nothing to measure") }
        self.ranges = ranges
        self.passes = passes
        self.threads = threads
        self.withStages = withStages
    }

    func run() throws -> PriceFigures {
        let shares = self.shares
        var figures = PriceFigures(cdrs: ranges.count, bytes: count, threads: threads)
        if withStages {
            (figures.read, _) = try measure { $0.read(self, shares[$1]) }
            (figures.compile, _) = try measure { $0.compile(self, shares[$1]) }
        }
        (figures.parseAndPrice, figures.priced) = try measure {
            $0.parseAndPrice(self, shares[$1])
        }
        let ready = try prepared(shares)
        let priced: Int
        (figures.priceOnly, priced) = try measure { $0.price(ready[$1]) }
        guard priced == figures.priced else {
            throw Failure.bug("price only prices \(priced) of \(figures.priced) CDRs")
        }
        return figures
    }

    /// Runs `work` on all shares, pass by pass, and counts what it counts.
    private func measure(
        _ work: @escaping @Sendable (inout BenchPricer, Int) -> Int
    ) throws -> (PassTimes, Int) {
        var times = PassTimes()
        var count = 0
        for _ in 0..<passes {
            let tally = Tally()
            let cpu = Self.cpuTime()
            let time = try ContinuousClock().measure {
                try Workers.run(shares.count, threads: threads) {
                    BenchPricer()
                } _: { pricer, share in
                    tally.add(work(&pricer, share))
                }
            }
            times.keep(time, Self.cpuTime() - cpu)
            count = tally.count
        }
        return (times, count)
    }

    /// Of all threads; tells a slow program from a busy machine.
    private static func cpuTime() -> Duration {
        // POSIX counts it in microseconds.
        .microseconds(clock())
    }

    /// One share of the lines per thread, as equal as can be.
    private var shares: [Range<Int>] {
        let count = min(threads, ranges.count)
        return (0..<count).map { share in
            ranges.count * share / count..<ranges.count * (share + 1) / count
        }
    }

    private func prepared(_ shares: [Range<Int>]) throws -> [PreparedLines] {
        var pricer = BenchPricer()
        return shares.map { pricer.prepare(self, $0) }
    }
}

struct PreparedLine: ~Copyable {
    let charge: Charge
    let tariff: CompiledTariff
    /// Behind the first one.
    let others: [CompiledTariff]

    /// Nil without a tariff, as nothing is then priced.
    init?(_ line: borrowing BatchLine) {
        let given = line.tariffs.isEmpty ? line.charge.tariffs : line.tariffs
        guard let first = given.first else { return nil }
        var charge = line.charge
        // Arrays of their own: the reader keeps its.
        charge.periods = charge.periods.withUnsafeBufferPointer { Array($0) }
        charge.volumes = charge.volumes.withUnsafeBufferPointer { Array($0) }
        self.charge = charge
        tariff = compile(first)
        others = given.dropFirst().map { compile($0) }
    }
}

/// Lines one behind the other in memory. A class, because an array cannot hold what is not copied,
/// and copying a line counts references to all that it holds.
private final class PreparedLines: @unchecked Sendable {
    // @unchecked: nothing is added once they are shared.
    private let lines: UnsafeMutablePointer<PreparedLine>
    private(set) var count = 0

    init(atMost count: Int) { lines = .allocate(capacity: count) }

    deinit {
        lines.deinitialize(count: count)
        lines.deallocate()
    }

    func append(_ line: consuming PreparedLine) {
        (lines + count).initialize(to: line)
        count += 1
    }

    func withEach(_ body: (borrowing PreparedLine) -> Void) {
        for place in 0..<count { body(lines[place]) }
    }
}

/// What one thread does in a pass.
private struct BenchPricer: ~Copyable {
    var reader = JSONReader()
    var rater = Rater(under: RatingRules(rounding: .none))
    var line = BatchLine()

    /// How many of the lines can be read.
    mutating func read(_ bench: PriceBench, _ share: Range<Int>) -> Int {
        var count = 0
        read(bench, share) { _, _ in count += 1 }
        return count
    }

    /// How many tariffs were compiled.
    mutating func compile(_ bench: PriceBench, _ share: Range<Int>) -> Int {
        var count = 0
        read(bench, share) { line, _ in
            for index in line.tariffs.indices {
                count += Rating.compile(line.tariffs[index]).findings.count + 1
            }
        }
        return count
    }

    /// How many of the lines have a price.
    mutating func parseAndPrice(_ bench: PriceBench, _ share: Range<Int>) -> Int {
        var count = 0
        var rated = RatedCharge()
        read(bench, share) { line, rater in
            let refusal =
                line.tariffs.count == 1
                ? rater.rate(line.charge, by: Rating.compile(line.tariffs[0]), into: &rated)
                : rater.rate(line.charge, by: line.tariffs.map { Rating.compile($0) }, into: &rated)
            if refusal == nil { count += 1 }
        }
        return count
    }

    mutating func prepare(_ bench: PriceBench, _ share: Range<Int>) -> PreparedLines {
        let lines = PreparedLines(atMost: share.count)
        read(bench, share) { line, _ in
            if let prepared = PreparedLine(line) { lines.append(prepared) }
        }
        return lines
    }

    /// Hands over the lines that can be read.
    private mutating func read(
        _ bench: PriceBench, _ share: Range<Int>,
        _ body: (borrowing BatchLine, inout Rater) -> Void
    ) {
        bench.lines.withUnsafeBytes { bytes in
            for index in share {
                let document = PaddedBytes(bench.ranges[index], of: bytes)
                guard
                    (try? decodeBatchLine(document, as: nil, using: &reader, into: &line)) != nil
                else { continue }
                body(line, &rater)
            }
        }
    }

    mutating func price(_ lines: PreparedLines) -> Int {
        var count = 0
        var rated = RatedCharge()
        lines.withEach { line in
            let refusal =
                line.others.isEmpty
                ? rater.rate(line.charge, by: line.tariff, into: &rated)
                : rater.rate(line.charge, by: [line.tariff] + line.others, into: &rated)
            if refusal == nil { count += 1 }
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
