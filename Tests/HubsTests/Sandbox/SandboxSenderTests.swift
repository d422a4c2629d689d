import AsyncHTTPClient
import Intake
import Roaming
import Testing

@testable import Hubs

/// A sandbox hub that pushes: registered with, it finds our receiver and brings it what it has, under
/// every profile of faults and in every version.
@Suite struct SandboxSenderTests {
    /// A hub with two objects a module, a session that ends later, and how many rounds it takes.
    private static func hub(
        _ version: OCPIVersion, faults: FaultProfile, temper: Temper, isLater: Counter
    ) throws -> SandboxHub {
        guard let root = WebAddress("http://127.0.0.1:8722/test/ocpi"),
            let first = Instant("2026-10-01T00:00:00Z")
        else { throw ServerGone() }
        let party =
            version == .v211 ? "" : "\"country_code\":\"IN\",\"party_id\":\"TPC\","
        func object(_ id: String, _ rest: String = "") -> SandboxStock.Object {
            let text = "{\(party)\(id)\(rest),\"last_updated\":\"\(first)\"}"
            return SandboxStock.Object(bytes: Array(text.utf8), lastUpdated: first)
        }
        var objects: [Module: [SandboxStock.Object]] = [:]
        for module in [Module.locations, .tariffs, .cdrs] {
            objects[module] = ["A", "B"].map { object("\"id\":\"\($0)\"") }
        }
        objects[.cdrs]?.append(
            object("\"id\":\"C\"", ",\"total_cost\":{\"excl_vat\":2,\"incl_vat\":3}"))
        objects[.tokens] = [object("\"uid\":\"T1\",\"type\":\"RFID\"")]
        let running = object("\"id\":\"S\",\"status\":\"ACTIVE\",\"kwh\":1")
        let over = SandboxStock.Object(
            bytes: Array(
                "{\(party)\"id\":\"S\",\"status\":\"COMPLETED\",\"kwh\":2,\"last_updated\":\"2026-10-01T01:00:00Z\"}"
                    .utf8), lastUpdated: first.advanced(bySeconds: 3600))
        let stock = SandboxStock(
            hub: "test", version: version, party: PartyID("IN-TPC"), objects: objects)
        return SandboxHub(
            stock, temper: temper, faults: faults, seed: 5, root: { root }, clock: { first },
            live: { _, module, _ in
                guard module == .sessions else { return [] }
                return [isLater.value > 0 ? over : running]
            })
    }

    private static func register(_ hub: SandboxHub, _ version: OCPIVersion, port: Int) {
        let roles = [("CPO", "MGM"), ("EMSP", "MGE")].map { role, party in
            "{\"role\":\"\(role)\",\"party_id\":\"\(party)\",\"country_code\":\"IN\","
                + "\"business_details\":{\"name\":\"Magma\"}}"
        }
        let rest =
            version == .v211
            ? "\"party_id\":\"MGM\",\"country_code\":\"IN\",\"business_details\":{\"name\":\"Magma\"}"
            : "\"roles\":[\(roles.joined(separator: ","))]"
        let url = "http://127.0.0.1:\(port)/ocpi/versions"
        let encoding: Authorization.Encoding =
            hub.temper.takesPlainTokens ? .plain : Authorization.Encoding(hub.stock.version)
        _ = hub.answer(
            SandboxRequest(
                method: "POST", path: [version.rawValue, "credentials"],
                authorization: Authorization.header(hub.tokenA, encoding),
                body: Array("{\"token\":\"token-b\",\"url\":\"\(url)\",\(rest)}".utf8)))
    }

    private struct Outcome: Sendable {
        var held: ReceivingPartner.Held
        var rounds: [SandboxSender.Round]
    }

    /// Registers, pushes until nothing is left, ends the session, and pushes once more.
    private func push(
        _ version: OCPIVersion, faults: FaultProfile = .none, refusing: Int = 0,
        temper change: (inout Temper) -> Void = { _ in }
    ) async throws -> Outcome {
        var temper = Temper()
        change(&temper)
        let isPlain = temper.takesPlainTokens || version == .v211
        let partner = ReceivingPartner(
            version, token: "token-b", encoding: isPlain ? .plain : .base64, refusing: refusing)
        return try await ScriptedServer.with {
            partner.answer($0, port: $1)
        } _: { [temper] port in
            let isLater = Counter()
            let stocked: OCPIVersion = version == .v230 ? .v221 : version
            let hub = try Self.hub(stocked, faults: faults, temper: temper, isLater: isLater)
            let http = HTTPClient(eventLoopGroupProvider: .singleton)
            let sender = SandboxSender(hub, pushing: Module.allCases, by: http)
            var rounds = [await sender.round()]
            Self.register(hub, version, port: port)
            for _ in 0..<12 { rounds.append(await sender.round()) }
            isLater.add()
            for _ in 0..<3 { rounds.append(await sender.round()) }
            try await http.shutdown()
            return Outcome(held: partner.held, rounds: rounds)
        }
    }

    private let places = [
        "cdrs/A", "cdrs/B", "cdrs/C", "locations/IN/TPC/A", "locations/IN/TPC/B",
        "sessions/IN/TPC/S", "tariffs/IN/TPC/A", "tariffs/IN/TPC/B", "tokens/IN/TPC/T1",
    ]

    @Test(arguments: FaultProfile.allCases)
    func `everything arrives, whatever goes wrong on the way`(_ faults: FaultProfile) async throws {
        let outcome = try await push(.v221, faults: faults)
        #expect(outcome.held.mistakes == [])
        #expect(outcome.held.objects.keys.sorted() == places)
        let session = try #require(outcome.held.objects["sessions/IN/TPC/S"])
        #expect(session["status"] == .atom(Array("\"COMPLETED\"".utf8)))
        #expect(session["kwh"] == .atom([UInt8(ascii: "2")]))
        #expect(outcome.held.patches >= 1)
        // Nothing is sent before anybody registered, or again once it is there.
        #expect(outcome.rounds.first == SandboxSender.Round())
        #expect(outcome.rounds.last == SandboxSender.Round())
        #expect(outcome.rounds.map(\.sent).reduce(0, +) == places.count + 1)
        if faults == .none { #expect(outcome.held.posts == 3) }
    }

    @Test func `in 2-1-1 paths name the party, and nothing is routed`() async throws {
        let outcome = try await push(.v211)
        #expect(outcome.held.mistakes == [])
        #expect(outcome.held.objects.keys.sorted() == places)
    }

    @Test func `in 2-3-0 amounts are before taxes`() async throws {
        let outcome = try await push(.v230) { $0.newest = .v230 }
        #expect(outcome.held.mistakes == [])
        #expect(outcome.held.objects.keys.sorted() == places)
        let cost = outcome.held.objects["cdrs/C"]?["total_cost"]
        #expect(cost?["before_taxes"] == .atom([UInt8(ascii: "2")]))
        #expect(cost?["excl_vat"] == nil)
    }

    @Test func `a hub that takes tokens unencoded sends them so`() async throws {
        let outcome = try await push(.v221) { $0.takesPlainTokens = true }
        #expect(outcome.held.mistakes == [])
        #expect(outcome.held.objects.count == places.count)
    }

    @Test func `what is refused for a while is brought again`() async throws {
        let outcome = try await push(.v221, refusing: 12)
        #expect(outcome.held.mistakes == [])
        #expect(outcome.held.objects.keys.sorted() == places)
        #expect(outcome.rounds.map(\.refused).reduce(0, +) == 12)
    }

    @Test func `nobody at home ends the round with words, and the next one begins again`()
        async throws
    {
        let port = try await ScriptedServer.with({ _, _ in .init("") }, { $0 })
        let hub = try Self.hub(.v221, faults: .none, temper: Temper(), isLater: Counter())
        Self.register(hub, .v221, port: port)
        let http = HTTPClient(eventLoopGroupProvider: .singleton)
        let sender = SandboxSender(hub, pushing: [.cdrs], by: http)
        let round = await sender.round()
        try await http.shutdown()
        #expect(round.sent == 0 && round.trouble?.contains("127.0.0.1:\(port)") == true)
    }
}
