import Foundation
import TestSupport
import Testing

/// `clearing price --batch` with broken lines: no crash, no hang, one answer a line, no zero without
/// a reason. A short run; FUZZ_SECONDS makes a long one, FUZZ_SEED another one, and CLEARING_BINARY
/// one of another build.
@Suite struct PriceFuzzTests {
    private static let variables = ProcessInfo.processInfo.environment
    private static let seconds = variables["FUZZ_SECONDS"].flatMap { Int($0) }
    private static let firstSeed = variables["FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    private static let binary =
        variables["CLEARING_BINARY"].map { URL(fileURLWithPath: $0) } ?? Checkout.binary

    /// The worked cases as lines of a batch.
    private static func seeds() throws -> [JSONTree] {
        try (PriceCase.all(in: "spec") + PriceCase.all(in: "decisions")).map { given in
            let cdr = try #require(JSONTree(given.line("cdr.json")))
            var members: [(key: String, value: JSONTree)] = [("cdr", cdr)]
            if given.hasTariff {
                try members.append(("tariff", #require(JSONTree(given.line("tariff.json")))))
            }
            try members.append(("time_zone", .string(given.expected().tz ?? "UTC")))
            return .object(members)
        }
    }

    private static let options: [[String]] = [
        [], ["--periods", "split"], ["--explain"], ["--verify"], ["--no-snap"],
        ["--ocpi", "2.3.0", "--explain"], ["--ocpi", "2.1.1"],
        ["--rounding", "total-half-up", "--verify", "--periods", "split"],
    ]

    @Test func `a seed comes through the tree unchanged but for white space`() throws {
        for given in PriceCase.all(in: "spec") {
            let text = try given.line("cdr.json")
            #expect(
                JSONTree(text)?.text.filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace }
            )
        }
    }

    @Test func `the judge objects to a zero without a reason, and to nothing else`() throws {
        func tree(_ volume: String, _ price: String) -> LineMutator.Broken {
            let text =
                #"{"cdr":{"p":[{"type":"ENERGY","volume":VOLUME}]},"tariff":{"c":[{"price":PRICE}]}}"#
                .replacing("VOLUME", with: volume).replacing("PRICE", with: price)
            return LineMutator.Broken(tree: JSONTree(text), bytes: [])
        }
        func answer(_ total: String, _ notes: String = "") -> Substring {
            let side = #"{"before_tax":"TOTAL","after_tax":"TOTAL"}"#.replacing(
                "TOTAL", with: total)
            let fields = [
                "total_cost", "total_fixed_cost", "total_energy_cost", "total_time_cost",
                "total_parking_cost", "total_reservation_cost",
            ].map { "\"\($0)\":\(side)" }.joined(separator: ",")
            return
                "{\"currency\":\"EUR\",\(fields),\"exact\":{\(fields)},\"notes\":[\(notes)],\"working\":[]}"
        }
        let note = "{\"code\":\"VOLUME_UNPRICED\"}"
        #expect(FuzzJudge.complaint(answer("0"), 1, tree("1", "1")) != nil)
        #expect(FuzzJudge.complaint(answer("0", note), 1, tree("1", "1")) == nil)
        #expect(FuzzJudge.complaint(answer("1"), 1, tree("1", "1")) == nil)
        #expect(FuzzJudge.complaint(answer("0"), 1, tree("0.0", "1")) == nil)
        #expect(FuzzJudge.complaint(answer("0"), 1, tree("1", "0e5")) == nil)
        #expect(FuzzJudge.complaint("{}", 1, tree("1", "1")) != nil)
        #expect(FuzzJudge.complaint("{\"unpriceable\":{}}", 1, tree("1", "1")) != nil)
    }

    @Test func `broken lines are answered one by one, and none is zero without a reason`() throws {
        let seeds = try Self.seeds()
        let until = Date(timeIntervalSinceNow: TimeInterval(Self.seconds ?? 0))
        let size = Self.seconds == nil ? 400 : 4000
        var (round, lines) = (0, 0)
        repeat {
            let batch = Batch(seeds: seeds, size: size, seed: Self.firstSeed &+ UInt64(round))
            let options = Self.options[round % Self.options.count]
            try check(batch, options)
            (round, lines) = (round + 1, lines + batch.lines.count)
        } while Date() < until || round < 4
        if Self.seconds != nil { print("fuzz: \(lines) lines in \(round) batches") }
    }

    struct Batch {
        let lines: [LineMutator.Broken]
        let seed: UInt64

        init(seeds: [JSONTree], size: Int, seed: UInt64) {
            var mutator = LineMutator(seed: seed &* 0x1000_0001)
            lines = (0..<size).map { _ in mutator.breakUp(mutator.pick(seeds)) }
            self.seed = seed
        }

        var data: Data {
            var data = Data()
            for line in lines {
                data.append(contentsOf: line.bytes)
                data.append(10)
            }
            return data
        }
    }

    private func check(_ batch: Batch, _ options: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write(batch.data, to: "lines.ndjson")
        let ended = try run(
            ["price", "--batch", folder.path("lines.ndjson")] + options, in: folder)
        let place = "seed \(batch.seed) \(options)"
        guard ended == 0 || ended == 65 else {
            Issue.record("\(place): ended with \(ended.map(String.init) ?? "a time-out")")
            return
        }
        let output = try String(decoding: Data(contentsOf: folder.url("out")), as: UTF8.self)
        let answers = output.utf8.split(separator: 10, omittingEmptySubsequences: false).dropLast()
        #expect(answers.count == batch.lines.count, "\(place)")
        for (index, (answer, line)) in zip(answers, batch.lines).enumerated() {
            let text = Substring(answer)
            guard let complaint = FuzzJudge.complaint(text, index + 1, line) else { continue }
            let broken = String(decoding: line.bytes.prefix(3000), as: UTF8.self)
            Issue.record("\(place): \(complaint)\n\(broken)\n\(text.prefix(1500))")
        }
    }

    /// The exit code; nil after a minute, which no batch of this size takes.
    private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Int32? {
        try folder.write("", to: "out")
        try folder.write("", to: "err")
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        var variables = Self.variables
        variables["CLEARING_HOME"] = Checkout.home.path
        variables["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = variables
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: folder.url("out"))
        process.standardError = try FileHandle(forWritingTo: folder.url("err"))
        try process.run()
        let until = Date(timeIntervalSinceNow: 60)
        while process.isRunning {
            guard Date() < until else {
                process.terminate()
                return nil
            }
            Thread.sleep(forTimeInterval: 0.005)
        }
        return process.terminationReason == .uncaughtSignal ? -1 : process.terminationStatus
    }
}
