import API
import ArgumentParser
import Foundation
import Roaming
import Store

/// `clearing bench api`: what the API adds to a lookup, and to a list beside the server's own COPY.
struct BenchAPICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "Ask the API for one CDR and for a month, beside a bare route and COPY.",
        discussion: """
            Starts `clearing serve` and a bare server with the same framework, the same pool and the same
            indexed statement, which asks nobody who they are and sends the values as they come. In each
            round both are asked in turn, by the same client, for CDRs all over the month; then the month
            is read with COPY and as NDJSON. Ratios are of one round, and the median of all rounds counts.
            The one who asks has settlement:read: with audit:read each request would also write down what
            was shown, and wait for the disk.

            With --sessions a sandbox month is cleared first; else the newest month of the database is
            taken. A client bench-… stays in the database, revoked, and so does the month: give a
            database that can be dropped (--database).
            """)

    @Option(help: "Clear a sandbox month of so many sessions first.")
    var sessions: Int?
    @Option(help: "Another seed is another month; the same is already cleared.")
    var seed: UInt64 = 1
    @Option(help: "Connections of the client that looks up CDRs.")
    var connections = 64
    @Option(help: "Connections of each server to PostgreSQL.")
    var pool = 8
    @Option(help: "How often everything is measured.")
    var rounds = 5
    @Option(help: "How long CDRs are looked up, on each server and in each round.")
    var seconds = 5
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    /// Requests go to so many CDRs of the month in turn.
    private static let places: Int64 = 10_000

    func validate() throws {
        guard (1...1000).contains(connections), (1...200).contains(pool),
            (1...100).contains(rounds),
            (1...600).contains(seconds), (1...10_000_000).contains(sessions ?? 1)
        else {
            throw ValidationError(
                "--connections is from 1 to 1000, --pool to 200, --rounds to 100, --seconds to 600,"
                    + " --sessions to 10000000")
        }
    }

    func run() throws {
        let context = try JobContext(
            month: SandboxMonths.standard, rules: rules, database: database)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearing-bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        if let sessions {
            var watch = StageWatch(server: 0)
            try SandboxClearing(context: context, seed: seed, sessions: sessions, folder: folder)
                .run(&watch)
        }
        let connection = try context.connect(as: .api)
        guard let run = try connection.standingRun(of: .reconcile, nil) else {
            throw Failure.tryLater("no month was cleared; say how many --sessions to make")
        }
        let places = try connection.benchPlaces(ofRun: run.run, atMost: Self.places)
        guard let lines = places.last?.lines else {
            throw Failure.refused("\(run.month) has no CDRs")
        }
        let desk = try ClientDesk(databaseURL: context.databaseURL, clock: context.clock)
        let name = "bench-\(context.now.milliseconds)"
        let secret = try desk.add(name, scopes: [.settlementRead], reach: .all)
        defer { _ = try? desk.revoke(name) }
        let scene = Scene(
            command: self, folder: folder, databaseURL: context.databaseURL, run: run,
            key: "X-API-Key: \(Secrets.apiKey(client: name, secret: secret))")
        var figures = APIFigures(connections: connections)
        try scene.measureMemory(&figures, from: places, of: lines)
        try scene.measureLists(&figures, connection, lines)
        try scene.measureLookups(&figures, places)
        print(json.json ? figures.json.line : figures.text, terminator: json.json ? "\n" : "")
    }
}

/// The servers and who asks them.
private struct Scene {
    let command: BenchAPICommand
    let folder: URL
    let databaseURL: String
    let run: StandingRun
    /// The header that says who asks.
    let key: String

    private var path: String { "/v1/cdrs?month=\(run.month)" }

    private func server() throws -> ServingProcess {
        let rules = command.rules.directory.map { ["--rules", $0] } ?? []
        return try ServingProcess(
            [
                "serve", "--port", "0", "--connections", "\(command.pool)",
                "--requests-per-minute", "10000000", "--database", databaseURL,
            ] + rules, folder: folder)
    }

    private func stream(_ server: ServingProcess, _ path: String) throws -> StreamClient.Stream {
        try StreamClient(port: server.port, headers: [key, "Accept: application/x-ndjson"])
            .read(path)
    }

    /// A server of its own for each, as the peak of a process never falls.
    func measureMemory(
        _ figures: inout APIFigures, from places: [BenchPlace], of lines: Int64
    ) throws {
        let order = Listing.cdrs.order(nil)?.word ?? ""
        let start = places.last { $0.place <= lines - lines / 10 }
        let cursor =
            start.map { "&cursor=\(Cursor(basis: run.run, order: order, key: $0.key).text)" } ?? ""
        let tenth = try server()
        _ = try stream(tenth, path + cursor)
        figures.memoryOfTenth = tenth.peakMemory
        let all = try server()
        _ = try stream(all, path)
        figures.memoryOfAll = all.peakMemory
    }

    func measureLists(
        _ figures: inout APIFigures, _ connection: Connection, _ lines: Int64
    ) throws {
        let server = try server()
        for _ in 0..<command.rounds {
            let begin = DispatchTime.now().uptimeNanoseconds
            let copied = try connection.copyOutCDRs(ofRun: run.run)
            let end = DispatchTime.now().uptimeNanoseconds
            figures.lists.copies.append(
                StreamClient.Stream(
                    lines: copied.rows, bytes: copied.bytes, nanoseconds: end - begin))
            let stream = try stream(server, path)
            guard stream.lines == copied.rows, copied.rows == lines else {
                throw Failure.bug("COPY gave \(copied.rows) rows, the API \(stream.lines)")
            }
            figures.lists.ours.append(stream)
        }
    }

    func measureLookups(_ figures: inout APIFigures, _ places: [BenchPlace]) throws {
        // The bare server sees everything on all its sessions.
        let bare = try ServingProcess(
            [
                "bench", "bare-server", "--connections", "\(command.pool)", "--database",
                databaseURL,
            ], folder: folder, environment: ["PGOPTIONS": "-c clearing.reach=all"])
        let server = try server()
        let ours = LoadClient(
            port: server.port, paths: places.map { "/v1/cdrs/\($0.object)" }, headers: [key])
        let others = LoadClient(
            port: bare.port, paths: places.map { "/cdrs/\($0.object)" }, headers: [])
        let connections = command.connections
        for client in [others, ours] { _ = try client.run(connections: connections, seconds: 1) }
        for _ in 0..<command.rounds {
            figures.lookups.bare.append(
                try others.run(connections: connections, seconds: command.seconds))
            figures.lookups.ours.append(
                try ours.run(connections: connections, seconds: command.seconds))
        }
    }
}
