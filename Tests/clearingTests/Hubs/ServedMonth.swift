import Foundation
import TestSupport

/// Six hubs in a process of their own, and a `clearing` that is to pull from them: rules that name
/// their port, the variables with their tokens, and the month's own files.
///
/// A class, because the hubs have to be stopped with the last user.
final class ServedMonth {
    static let month = "2026-10"

    let folder: TemporaryFolder
    let database: ScratchDatabase
    private(set) var clearing: ClearingProcess
    private let server: Process

    /// - Parameter sessions: of the sandbox month with this seed.
    /// - Parameter live: what the hubs' chargers do by themselves; nothing, unless a test is about it.
    /// - Parameter change: what is done to the month's files before they are served.
    init(
        seed: Int = 1, sessions: Int = 300, faults: String = "none",
        live: [String] = ["--chargers", "0"],
        change: (TemporaryFolder) throws -> Void = { _ in }
    ) throws {
        folder = try TemporaryFolder()
        database = try ScratchDatabase()
        clearing = try ClearingProcess(database)
        try clearing.succeed(
            "sandbox", "generate", "--seed", "\(seed)", "--month", Self.month, "--sessions",
            "\(sessions)", folder.path("month"))
        try change(folder)
        let said = folder.url("served")
        server = try clearing.start(
            [
                "sandbox", "serve", "--seed", "\(seed)", "--from", folder.path("month"), "--faults",
                faults, "--port", "0",
            ] + live, output: said, errors: folder.url("served.errors"))
        let lines = try Self.wait(for: said, of: server)
        for line in lines where line.hasPrefix("export ") {
            let pair = line.dropFirst(7).split(separator: "=", maxSplits: 1).map(String.init)
            clearing.environment[pair[0]] = pair[1]
        }
        clearing.environment["CLEARING_HUB_KEY"] = String(repeating: "5a", count: 32)
        let port = lines.last?.split(separator: ":").last?.prefix { $0.isNumber } ?? ""
        try folder.copyRules(sandboxAt: String(port))
        clearing.environment["CLEARING_RULES"] = folder.path("Rules")
    }

    // By force: where a server in the process of the tests ignored SIGTERM, its children do so too.
    deinit { server.forceKill() }

    func editRules(_ change: (String) -> String) throws { try folder.editHubRules(change) }

    static let hubs = [
        "bharat-roaming", "chargegrid", "ev-recharge", "gireve", "hubject", "volt-link",
    ]

    func registerAll() throws {
        for hub in Self.hubs { try clearing.succeed("hub", "register", hub) }
    }

    /// What our own platform knows comes from files.
    func ingestOwn() throws {
        try folder.copy(folder.url("month/own"), to: "own-only/own")
        try clearing.succeed(
            "ingest", "--month", Self.month, "--from", folder.path("own-only"))
    }

    /// Rates, reconciles and settles what was taken in.
    func settle(_ clearing: ClearingProcess) throws {
        for stage in ["rate", "reconcile", "settle"] {
            try clearing.succeed(stage, "--month", Self.month)
        }
    }

    /// Lines of the reconciliation with all that the truth knows of them.
    func lines(_ clearing: ClearingProcess) throws -> Set<String> {
        try Truth.rows(clearing.succeed("dispositions", "--month", Self.month, "--json"))
    }

    private static func wait(for file: URL, of server: Process) throws -> [String] {
        for _ in 0..<1200 {
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            if text.contains("/<hub>/ocpi/versions\n") {
                return text.split(separator: "\n").map(String.init)
            }
            guard server.isRunning else { break }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw NotServed()
    }

    struct NotServed: Error {}
}

extension TemporaryFolder {
    /// `Rules` as shipped, with the sandbox's hubs at another port, small pages and hardly a pause:
    /// those of the field would make a test of minutes.
    func copyRules(sandboxAt port: String) throws {
        try copy(Checkout.rules, to: "Rules")
        try editHubRules {
            $0.replacingOccurrences(of: "127.0.0.1:8722", with: "127.0.0.1:\(port)")
                .replacingOccurrences(
                    of: "  page_size:",
                    with: "  first_pause_milliseconds: \"1\"\n  attempts: \"8\"\n  page_size:"
                )
                .replacingOccurrences(of: "per_second: \"100\"", with: "per_second: \"1000\"")
                .replacingOccurrences(of: "page_size: \"500\"", with: "page_size: \"50\"")
        }
    }

    func editHubRules(_ change: (String) -> String) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: path("Rules/hubs")) {
            try write(change(read("Rules/hubs/\(file)")), to: "Rules/hubs/\(file)")
        }
    }
}

extension ScratchDatabase {
    /// Every position of the last settlement.
    func positions() throws -> [String] {
        try texts(
            """
            SELECT to_jsonb(position) - 'run_id'
            FROM settlement.position
            WHERE run_id = (SELECT max(run_id) FROM runs.run WHERE job = 'settle')
            ORDER BY 1
            """)
    }
}
