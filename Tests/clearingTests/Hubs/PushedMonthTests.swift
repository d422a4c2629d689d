import Foundation
import Hubs
import Intake
import Roaming
import TestSupport
import Testing

@testable import clearing

/// A whole month pushed object by object comes to what the same month from files comes to.
@Suite(.serialized) struct PushedMonthTests {
    private struct Parcel: Sendable {
        let hub: String
        let module: Module
        let body: String
    }

    /// Every object that hubs hold, in the order of files.
    private static func parcels(_ scene: OCPIScene) throws -> [Parcel] {
        let stocks = try SandboxStocks.read(scene.folder.url("month"), rules: scene.rules, hubs: 6)
        return stocks.flatMap { stock in
            // What others refer to comes first, as hubs do it.
            [Module.locations, .tariffs, .tokens, .sessions, .cdrs].flatMap { module in
                (stock.objects[module] ?? []).map { object in
                    Parcel(
                        hub: stock.hub, module: module,
                        body: String(decoding: object.bytes, as: UTF8.self))
                }
            }
        }
    }

    /// Where a hub puts it: the address is made of what the object says of itself.
    private static func target(_ parcel: Parcel, _ version: OCPIVersion) throws -> String {
        let parsed = try JSONSerialization.jsonObject(with: Data(parcel.body.utf8))
        let object = try #require(parsed as? [String: Any])
        let base =
            version == .v211
            ? "2.1.1/\(parcel.module.rawValue)"
            : "\(version.rawValue)/receiver/\(parcel.module.rawValue)"
        guard parcel.module != .cdrs else { return base }
        let country = object["country_code"] as? String ?? "IN"
        let party = object["party_id"] as? String ?? "VLT"
        let id = try #require(object[parcel.module.idField] as? String)
        let type = (object["type"] as? String).map { "?type=\($0)" } ?? ""
        return "\(base)/\(country)/\(party)/\(id)" + (parcel.module == .tokens ? type : "")
    }

    @Test func `positions and lines are those of the same month from files`() async throws {
        let served = try PushedMonth(sessions: 300)
        let scene = served.scene
        var tokens: [String: String] = [:]
        for hub in ServedMonth.hubs { tokens[hub] = try scene.register(hub) }
        let (parcels, rules, known) = (try Self.parcels(scene), try scene.rules, tokens)
        #expect(parcels.count > 600)
        let refused = try await scene.hosting { peer in
            var refused = 0
            for parcel in parcels {
                let version = try #require(rules.hub(named: parcel.hub)).version
                let path = try Self.target(parcel, version)
                let answer = try await peer.send(
                    parcel.module == .cdrs ? "POST" : "PUT", path, token: known[parcel.hub],
                    parcel.body)
                if try answer.code != 1000 { refused += 1 }
            }
            return refused
        }
        try scene.folder.copy(scene.folder.url("month/own"), to: "own-only/own")
        try scene.clearing.succeed(
            "ingest", "--month", ServedMonth.month, "--from", scene.folder.path("own-only"))
        try scene.clearing.succeed("ingest", "--month", ServedMonth.month)

        let other = try ScratchDatabase()
        let fromFiles = try ClearingProcess(other)
        try fromFiles.succeed(
            "ingest", "--month", ServedMonth.month, "--from", scene.folder.path("month"))
        for clearing in [scene.clearing, fromFiles] {
            for stage in ["rate", "reconcile", "settle"] {
                try clearing.succeed(stage, "--month", ServedMonth.month)
            }
        }
        // Every object with its bytes and its version.
        let contents = try scene.database.texts(PulledMonthTests.contents)
        #expect(contents == (try other.texts(PulledMonthTests.contents)))
        // What was refused at the door is what intake refuses.
        let rejects = "SELECT count(*) FROM intake.standing_reject"
        #expect(try scene.database.texts(rejects) == ["\(refused)"])
        #expect(try other.texts(rejects) == ["\(refused)"])
        let positions = try scene.database.positions()
        #expect(!positions.isEmpty)
        #expect(positions == (try other.positions()))
        let lines = try Truth.rows(
            scene.clearing.succeed("dispositions", "--month", ServedMonth.month, "--json"))
        #expect(
            lines
                == (try Truth.rows(
                    fromFiles.succeed("dispositions", "--month", ServedMonth.month, "--json"))))
        // Every stored object of a hub leads back to the request that brought it.
        #expect(
            try scene.database.texts(
                "SELECT count(*) FROM intake.cdr AS cdr WHERE hub <> 'own' AND NOT EXISTS (SELECT"
                    + " FROM hub.push WHERE push.hub = cdr.hub AND push.sha256 = cdr.sha256)")
                == ["0"])
    }

    @Test func `what was pulled already is no second object when it is pushed`() async throws {
        let served = try ServedMonth(sessions: 60)
        try served.clearing.succeed("hub", "register", "hubject")
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        let before = try served.database.texts(PulledMonthTests.contents)
        #expect(!before.isEmpty)
        let scene = try OCPIScene(served)
        let token = try scene.desk().link("hubject").tokenForHub
        let parcels = try Self.parcels(scene).filter { $0.hub == "hubject" && $0.module == .cdrs }
        try await scene.hosting { peer in
            for parcel in parcels {
                _ = try await peer.send(
                    "POST", "2.2.1/receiver/cdrs", token: token, parcel.body)
            }
        }
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        #expect(try served.database.texts(PulledMonthTests.contents) == before)
    }

    @Test func `many at once are kept in few transactions, each once and in order`() async throws {
        let served = try PushedMonth(sessions: 60)
        let scene = served.scene
        let token = try scene.register("hubject")
        let parcels = try Self.parcels(scene).filter { $0.hub == "hubject" && $0.module == .cdrs }
        let acknowledged = try await scene.hosting { peer in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for parcel in parcels + parcels {
                    group.addTask {
                        let answer = try await peer.send(
                            "POST", "2.2.1/receiver/cdrs", token: token, parcel.body)
                        return try answer.code == 1000
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }
        #expect(acknowledged == parcels.count * 2)
        let database = scene.database
        #expect(
            try database.texts("SELECT count(*) = max(push) AND min(push) = 1 FROM hub.push")
                == ["t"])
        #expect(
            try database.texts("SELECT count(DISTINCT sha256) = count(*) FROM hub.push") == ["t"])
        // Rows of one transaction carry its number.
        let transactions = try database.texts("SELECT count(DISTINCT xmin::text) FROM hub.push")
        #expect((Int(transactions[0]) ?? 0) < parcels.count)
    }
}

/// A month's files and rules without servers.
struct PushedMonth {
    let scene: OCPIScene

    init(
        sessions: Int, change: (_ file: String, _ text: String) -> String = { $1 }
    ) throws {
        scene = try OCPIScene(change: change)
        try scene.clearing.succeed(
            "sandbox", "generate", "--seed", "3", "--month", ServedMonth.month, "--sessions",
            "\(sessions)", scene.folder.path("month"))
    }
}
