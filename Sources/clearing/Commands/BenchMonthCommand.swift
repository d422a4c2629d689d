import ArgumentParser
import Foundation
import Roaming
import Sandbox
import Store

/// `clearing bench month`: a sandbox month through all stages, and the server's own COPY beside it.
struct BenchMonthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "month",
        abstract: "Clear a sandbox month on an idle machine and say where the time goes.",
        discussion: """
            Generates the month, clears it, and then loads the finished rows with psql's \\copy into
            tables with the same indexes on the same server, for comparison. The rows stay in the
            database: give one that can be dropped (--database).
            """)

    @Option(help: "How many charging sessions.")
    var sessions = 200_000
    @Option(help: "Another seed is another month; the same is already cleared.")
    var seed: UInt64 = 1
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func run() throws {
        let month = SandboxMonths.standard
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearing-bench-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let context = try JobContext(month: month, rules: rules, database: database)
        let connection = try context.connect(as: nil)
        var watch = StageWatch(
            server: withExtendedLifetime(connection) {
                MemoryWatch.server(startedBy: connection.serverProcess)
            })
        let ingest = try SandboxClearing(
            context: context, seed: seed, sessions: sessions, folder: folder
        ).run(&watch)
        let reports = ReportJob(
            context: context, reports: try Home.reports(nil),
            out: folder.appendingPathComponent("out"))
        _ = try watch.time("report") { try reports.run() }
        let objects = IngestTotals(ingest.run.summary).received
        let copied = try CopyBench(url: context.databaseURL, folder: folder, book: ingest.run.book)
            .milliseconds()
        report(watch, objects: objects, copied: copied)
    }

    private func report(_ watch: StageWatch, objects: Int, copied: Int) {
        let ingested = max(watch.stages.first { $0.name == "ingest" }?.milliseconds ?? 1, 1)
        let share = copied * 100 / ingested
        let peak = StageWatch.peakMemory / 1024
        guard !json.json else {
            let stages = watch.stages.flatMap { stage in
                [
                    ("\(stage.name)_ms", JSONValue.integer(stage.milliseconds)),
                    ("\(stage.name)_memory_mb", .integer(stage.memory.own / 1024)),
                    ("\(stage.name)_server_memory_mb", .integer(stage.memory.server / 1024)),
                ]
            }
            print(
                JSONValue.object(
                    stages + [
                        ("total_ms", .integer(watch.total)), ("objects", .integer(objects)),
                        ("copy_ms", .integer(copied)),
                        ("ingest_percent_of_copy", .integer(share)),
                        ("peak_memory_mb", .integer(peak)),
                    ]
                ).line)
            return
        }
        var table = TextTable([
            ("Stage", .left), ("Seconds", .right), ("Memory MB", .right), ("PostgreSQL MB", .right),
        ])
        for stage in watch.stages {
            table.add([
                stage.name, StageWatch.seconds(stage.milliseconds), "\(stage.memory.own / 1024)",
                "\(stage.memory.server / 1024)",
            ])
        }
        table.add(["all", StageWatch.seconds(watch.total), "\(peak)", ""])
        print(table.render())
        print("\(objects) objects; psql \\copy of their rows: \(StageWatch.seconds(copied)) s;")
        print("ingest reads at \(share) % of that; peak memory \(peak) MB")
    }
}

/// A sandbox month, generated and cleared up to its settlement.
struct SandboxClearing {
    let context: JobContext
    let seed: UInt64
    let sessions: Int
    let folder: URL

    /// - Returns: what ingest came to.
    /// - Throws: 64 when this month was cleared before.
    @discardableResult
    func run(_ watch: inout StageWatch) throws -> JobResult {
        let pages = folder.appendingPathComponent("in")
        _ = try SandboxMonths.write(
            SandboxOrder(seed: seed, month: context.month, sessions: sessions), to: pages)
        let input = try InputDirectory(pages, hubs: Set(context.rules.hubs.map(\.name)))
        let ingest = try watch.time("ingest") {
            try IngestJob(context: context, input: input).run(into: .ofInput)
        }
        guard ingest.state == .done else {
            throw Failure.usage("seed \(seed) was cleared before; give another --seed")
        }
        _ = try watch.time("rate") { try RateJob(context: context).run() }
        _ = try watch.time("reconcile") { try ReconcileJob(context: context).run() }
        _ = try watch.time("settle") { try SettleJob(context: context).run() }
        return ingest
    }
}

/// Milliseconds and peak memory a stage.
struct StageWatch {
    /// The server's first process.
    private let server: Int
    private(set) var stages: [(name: String, milliseconds: Int, memory: MemoryWatch.Peak)] = []

    init(server: Int) { self.server = server }

    var total: Int { stages.map(\.milliseconds).reduce(0, +) }

    mutating func time<Value>(_ name: String, _ work: () throws -> Value) rethrows -> Value {
        let clock = ContinuousClock()
        let memory = MemoryWatch(ofServer: server)
        let start = clock.now
        let value = try work()
        stages.append((name, Self.milliseconds(clock.now - start), memory.peak()))
        return value
    }

    static func milliseconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) * 1000
            + Int(duration.components.attoseconds / 1_000_000_000_000_000)
    }

    static func seconds(_ milliseconds: Int) -> String {
        "\(milliseconds / 1000).\(milliseconds / 100 % 10)"
    }

    /// Largest resident size of this process so far, in KB.
    static var peakMemory: Int {
        MemoryWatch.peak(of: Int(ProcessInfo.processInfo.processIdentifier))
    }
}

/// The finished rows once more, by psql: out to files, then in again, which is what is timed.
private struct CopyBench {
    let url: String
    let folder: URL
    let book: Int64

    func milliseconds() throws -> Int {
        let copies = CopyCommands.tables.map { table in
            let file = folder.appendingPathComponent("\(table).bin").path
            return CopyCommands(table: table, book: book, file: file)
        }
        for copy in copies { try psql(copy.prepare) }
        defer { for copy in copies { try? psql(copy.cleanUp) } }
        var watch = StageWatch(server: 0)
        for copy in copies { try watch.time("copy") { try psql(copy.load) } }
        return watch.total
    }

    private func psql(_ commands: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["psql", "--no-psqlrc", "-q", "-v", "ON_ERROR_STOP=1", "-d", url]
            + commands.flatMap { ["-c", $0] }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure.unavailable("psql ended with \(process.terminationStatus)")
        }
    }
}
