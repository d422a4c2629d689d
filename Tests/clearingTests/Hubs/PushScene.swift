import Foundation
import Hubs
import Intake
import Roaming
import TestSupport

@testable import clearing

/// Sandbox hubs in the process of the test, until the last user is gone: a class.
final class HostedSandbox: Sendable {
    let hubs: [SandboxHub]
    let port: Int
    private let task: Task<Void, any Error>

    private init(_ hubs: [SandboxHub], _ port: Int, _ task: Task<Void, any Error>) {
        (self.hubs, self.port, self.task) = (hubs, port, task)
    }

    deinit { task.cancel() }

    /// Returns once they take requests; holds no thread meanwhile.
    static func start(_ server: SandboxServer) async throws -> HostedSandbox {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let task = Task {
            defer { told.finish() }
            try await server.run { port in told.yield(port) }
        }
        for await port in ports { return HostedSandbox(server.hubs, port, task) }
        throw OCPIScene.NoScene()
    }
}

/// Sandbox hubs that keep what they are sent, and a `clearing` that has our own objects of a month and
/// is registered with them.
struct PushScene {
    let scene: OCPIScene
    private let sandbox: HostedSandbox
    let clearing: ClearingProcess

    static let modules = ["locations", "tariffs", "tokens", "sessions", "cdrs"]

    /// - Parameters:
    ///   - versions: of the hubs there are.
    ///   - push: what every hub's rule lists.
    static func make(
        _ versions: [String: OCPIVersion] = ["gireve": .v221, "chargegrid": .v221],
        sessions: Int = 200, faults: FaultProfile = .none, push: [String] = PushScene.modules
    ) async throws -> PushScene {
        let stocks = versions.sorted { $0.key < $1.key }.map {
            SandboxStock(hub: $0.key, version: $0.value, objects: [:])
        }
        let sandbox = try await HostedSandbox.start(
            SandboxServer(
                stocks, seed: 4, faults: faults, port: 0, clock: { .now },
                temper: { _ in Temper() }))
        let list = push.map { "\"\($0)\"" }.joined(separator: ", ")
        let scene = try OCPIScene { file, text in
            // Hubs that are not there keep their rules.
            guard let version = versions[String(file.dropLast(5))] else { return text }
            return text.replacingOccurrences(
                of: "127.0.0.1:8722", with: "127.0.0.1:\(sandbox.port)"
            )
            .replacingOccurrences(
                of: #"\n  push: \[.*"#,
                with: "\n  push: [\(list)]\n  first_pause_milliseconds: \"1\"\n  attempts: \"8\"",
                options: .regularExpression
            )
            .replacingOccurrences(of: "per_second: \"100\"", with: "per_second: \"1000\"")
            // Hubs that share a machine with other tests may be long in answering.
            .replacingOccurrences(of: "timeout_seconds: \"30\"", with: "timeout_seconds: \"600\"")
            .replacingOccurrences(
                of: #"version: "2\.[0-9.]+""#, with: "version: \"\(version.rawValue)\"",
                options: .regularExpression)
        }
        var clearing = scene.clearing
        for hub in sandbox.hubs {
            let name = hub.stock.hub.uppercased().replacingOccurrences(of: "-", with: "_")
            clearing.environment["CLEARING_TOKEN_\(name)"] = hub.tokenA
        }
        try await clearing.endWell(
            "sandbox", "generate", "--seed", "3", "--month", ServedMonth.month, "--sessions",
            "\(sessions)", scene.folder.path("month"))
        try scene.folder.copy(scene.folder.url("month/own"), to: "own-only/own")
        try await clearing.endWell(
            "ingest", "--month", ServedMonth.month, "--from", scene.folder.path("own-only"))
        for hub in sandbox.hubs {
            try await clearing.endWell("hub", "register", hub.stock.hub)
        }
        return PushScene(scene, sandbox, clearing)
    }

    private init(_ scene: OCPIScene, _ sandbox: HostedSandbox, _ clearing: ClearingProcess) {
        (self.scene, self.sandbox, self.clearing) = (scene, sandbox, clearing)
    }

    func received(_ hub: String) -> SandboxShelf {
        sandbox.hubs.first { $0.stock.hub == hub }?.received ?? SandboxShelf()
    }

    /// Partners behind a hub, by its shipped rule.
    static let partners = [
        "gireve": ["FR-IZI", "FR-TOT", "BE-BLU"], "chargegrid": ["IN-CGR", "IN-KAZ"],
        "hubject": ["IN-TPC", "IN-ZEO", "IN-STQ"], "volt-link": ["IN-VLT"],
    ]

    /// What a hub should hold of us, by place, as our files have it; made without the program.
    func expected(_ hub: String, _ modules: [String] = PushScene.modules) throws -> [String: String]
    {
        var expected: [String: String] = [:]
        let partners = Self.partners[hub] ?? []
        for module in modules {
            for object in try OCPISenderTests.own(scene, module) {
                let party = OCPISenderTests.party(object)
                guard party == (module == "tokens" ? "IN-MGE" : "IN-MGM") else { continue }
                let token = object["cdr_token"] as? [String: Any] ?? [:]
                if ["cdrs", "sessions"].contains(module),
                    !partners.contains(OCPISenderTests.party(token))
                {
                    continue
                }
                let id = "\(object[module == "tokens" ? "uid" : "id"] ?? "")"
                let place =
                    module == "cdrs" ? "" : party.replacingOccurrences(of: "-", with: "/") + "/"
                // Of several versions the last counts.
                expected["\(module)/\(place)\(id)"] = try canonicalJSON(object)
            }
        }
        return expected
    }

    /// What a hub holds of us, by place.
    func held(_ hub: String) throws -> [String: String] {
        try received(hub).objects.mapValues {
            try canonicalJSON(text: String(decoding: $0.bytes, as: UTF8.self))
        }
    }

    /// Requests that hubs answered for, by hub and module.
    func deliveries(_ condition: String = "true") throws -> [String] {
        try scene.database.texts(
            "SELECT hub || ' ' || module || ' ' || count(*) FROM hub.delivery WHERE \(condition)"
                + " GROUP BY hub, module ORDER BY hub, module")
    }
}
