import Foundation
import Hubs
import Intake
import Roaming
import Sandbox
import TestSupport
import Testing

@testable import clearing

/// Real-time authorization (mod_tokens, POST Method of the Sender Interface), answered by us as eMSP.
@Suite(.serialized) struct AuthorizeTests {
    private static func token(
        _ uid: String, valid: Bool = true, type: String = "RFID", reason: String? = nil
    ) -> String {
        let allowed = reason.map { ",\"allowed\":\"\($0)\"" } ?? ""
        return """
            {"country_code":"IN","party_id":"MGE","uid":"\(uid)","type":"\(type)",\
            "contract_id":"IN-MGE-C\(uid)","issuer":"Magma","valid":\(valid),"whitelist":"NEVER",\
            "last_updated":"2026-10-01T00:00:00Z"\(allowed)}
            """
    }

    /// Our tokens in all states.
    private static func scene() throws -> OCPIScene {
        let scene = try OCPIHostTests.scene()
        let tokens = [
            token("GOOD"), token("BAD", valid: false), token("APP", type: "APP_USER"),
            token("OLD", valid: false, reason: "EXPIRED"), token("POOR", reason: "NO_CREDIT"),
            token("FAR", reason: "NOT_ALLOWED"),
        ]
        try scene.folder.write("[\(tokens.joined(separator: ","))]", to: "in/own/tokens/t.json")
        try scene.clearing.succeed(
            "ingest", "--month", "2026-10", "--from", scene.folder.path("in"))
        return scene
    }

    private static let place = #"{"location_id":"LOC1","evse_uids":["3256","3257"]}"#

    @Test(arguments: OCPIHostTests.versions)
    func `each state of a token has its answer`(_ hub: String, _ version: String) async throws {
        let scene = try Self.scene()
        let party = hub == "hubject" ? ("IN", "TPC") : ("FR", "IZI")
        let token = try scene.register(hub)
        let headers = [
            "OCPI-from-country-code": party.0, "OCPI-from-party-id": party.1,
            "OCPI-to-country-code": "IN", "OCPI-to-party-id": "MGE", "X-Request-ID": "r-1",
        ]
        let database = scene.database
        try await scene.hosting { peer in
            func ask(
                _ uid: String, _ body: String? = AuthorizeTests.place
            ) async throws -> OCPIPeer.Answer {
                try await peer.send(
                    "POST", "\(version)/sender/tokens/\(uid)", token: token, body,
                    headers: headers)
            }
            let good = try await ask("good/authorize")
            #expect(good.status == 200, "\(good.text)")
            let info = try JSONObject(good.data)
            #expect(info.text("allowed") == "ALLOWED")
            #expect(info.object("token")?.text("uid") == "GOOD")
            #expect(info.object("location")?.text("location_id") == "LOC1")
            #expect(info.object("location")?.texts("evse_uids") == ["3256", "3257"])
            let reference = try #require(info.text("authorization_reference"))
            #expect(reference.utf8.count == 36)
            #expect(
                try database.texts(
                    "SELECT hub || ' ' || asker || ' ' || token_uid || ' ' || location_id || ' '"
                        + " || request_id FROM hub.token_check WHERE reference = '\(reference)'")
                    == ["\(hub) \(party.0)-\(party.1) GOOD LOC1 r-1"])
            // Another request, another reference; a place need not be named.
            let again = try JSONObject(try await ask("GOOD/authorize?type=RFID", nil).data)
            #expect(again.text("allowed") == "ALLOWED" && again.object("location") == nil)
            #expect(again.text("authorization_reference") != reference)
            for (uid, wanted) in [
                ("BAD", "BLOCKED"), ("OLD", "EXPIRED"), ("POOR", "NO_CREDIT"),
                ("FAR", "NOT_ALLOWED"),
            ] {
                let answer = try await ask("\(uid)/authorize")
                let info = try JSONObject(answer.data)
                #expect(info.text("allowed") == wanted)
                #expect(info.text("authorization_reference") == nil)
                #expect(info.object("location") == nil)
                // What our platform tells us alone.
                #expect(info.object("token")?.text("allowed") == nil)
                #expect(info.object("token")?.text("uid") == uid)
            }
        }
    }

    @Test func `an unknown token, a stranger and a wrong request have theirs`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("gireve")
        let headers = ["OCPI-from-country-code": "FR", "OCPI-from-party-id": "IZI"]
        try await scene.hosting { peer in
            func ask(
                _ uid: String, _ body: String? = AuthorizeTests.place, from: [String: String]? = nil
            ) async throws -> OCPIPeer.Answer {
                try await peer.send(
                    "POST", "2.2.1/sender/tokens/\(uid)", token: token, body,
                    headers: from ?? headers)
            }
            func allowed(_ answer: OCPIPeer.Answer) throws -> String? {
                try JSONObject(answer.data).text("allowed")
            }
            // The type is part of the name, and RFID where it is not said.
            #expect(try allowed(try await ask("APP/authorize?type=APP_USER")) == "ALLOWED")
            for unknown in ["APP/authorize", "NONE/authorize", "GOOD/authorize?type=OTHER"] {
                let answer = try await ask(unknown)
                #expect(answer.status == 404)
                #expect(try answer.code == 2004)
                #expect(try answer.object["data"] == nil)
            }
            // A CPO that we have no agreement with.
            var stranger = headers
            stranger["OCPI-from-party-id"] = "ZZZ"
            #expect(try allowed(try await ask("GOOD/authorize", from: stranger)) == "NOT_ALLOWED")
            #expect(try await ask("GOOD/authorize", "{}").code == 2001)
            let wrong = try await peer.send(
                "GET", "2.2.1/sender/tokens/GOOD/authorize", token: token)
            #expect(wrong.status == 405)
        }
    }

    @Test func `2-1-1 is told neither the token nor a reference`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("volt-link")
        try await scene.hosting { peer in
            let answer = try await peer.send(
                "POST", "2.1.1/tokens/GOOD/authorize", token: token,
                #"{"location_id":"L","evse_uids":["E"],"connector_ids":["1"]}"#, plain: true)
            #expect(
                try answer.data
                    == canonicalJSON(
                        text:
                            #"{"allowed":"ALLOWED","location":{"location_id":"L","evse_uids":["E"],"#
                            + #""connector_ids":["1"]}}"#))
            let app = try await peer.send(
                "POST", "2.1.1/tokens/APP/authorize?type=OTHER", token: token, plain: true)
            #expect(try JSONObject(app.data).text("allowed") == "ALLOWED")
            let none = try await peer.send(
                "POST", "2.1.1/tokens/NONE/authorize", token: token, plain: true)
            #expect(try none.code == 2004)
        }
    }

    /// A hub with one charger, whose time goes by at nearly three hours a second of ours.
    private static func chargers(at hub: String) throws -> SandboxServer {
        let month = try #require(Month(ServedMonth.month))
        let live = LiveChargers(SimulatedChargers(seed: 3, month: month, count: 6))
        let start = SimulatedChargers.start(of: month)
        let begun = Instant.now
        let version: OCPIVersion = hub == "gireve" ? .v221 : .v211
        var server = SandboxServer(
            [
                SandboxStock(
                    hub: hub, version: version,
                    party: PartyID(hub == "gireve" ? "FR-IZI" : "IN-VLT"), objects: [:])
            ], seed: 3, faults: .none, port: 0,
            clock: {
                Instant(
                    milliseconds: start.milliseconds + Instant.now.milliseconds(since: begun)
                        * 10_000)
            }, live: { live.objects(of: $1, at: $0, now: $2) }, temper: { _ in Temper() })
        server.pushing = [.sessions, .cdrs]
        return server
    }

    /// How many CDRs name a reference of ours that was given once, for their token.
    private static func named(_ cdrs: String) -> String {
        """
        SELECT count(DISTINCT checked.reference)
        FROM (SELECT convert_from(sent, 'UTF8')::json AS cdr \(cdrs)) AS pushed
        JOIN hub.token_check AS checked
          ON checked.reference = pushed.cdr ->> 'authorization_reference'
         AND checked.token_uid = pushed.cdr -> 'cdr_token' ->> 'uid'
        """
    }

    @Test(arguments: ["gireve", "volt-link"])
    func `chargers ask us before each session, and name our reference`(_ hub: String) async throws {
        let scene = try OCPIScene { file, text in
            text.replacingOccurrences(of: "  token_encoding: \"plain\"", with: "")
        }
        try scene.clearing.succeed(
            "sandbox", "generate", "--seed", "3", "--month", ServedMonth.month, "--sessions", "100",
            scene.folder.path("month"))
        try scene.folder.copy(scene.folder.url("month/own"), to: "in/own")
        try scene.clearing.succeed(
            "ingest", "--month", ServedMonth.month, "--from", scene.folder.path("in"))
        let sandbox = try await HostedSandbox.start(try Self.chargers(at: hub))
        try scene.folder.editHubRules {
            $0.replacingOccurrences(of: "127.0.0.1:8722", with: "127.0.0.1:\(sandbox.port)")
                .replacingOccurrences(
                    of: "timeout_seconds: \"30\"", with: "timeout_seconds: \"600\"")
        }
        let (database, clearing, tokenA) = (scene.database, scene.clearing, sandbox.hubs[0].tokenA)
        let variable = "CLEARING_TOKEN_" + hub.uppercased().replacingOccurrences(of: "-", with: "_")
        try await scene.hosting { peer in
            var clearing = clearing
            clearing.environment[variable] = tokenA
            clearing.environment["CLEARING_VERSIONS_URL"] =
                "http://127.0.0.1:\(peer.port)/ocpi/versions"
            try await clearing.endWell("hub", "register", hub)
            for _ in 0..<6000 {
                let count = try database.texts(
                    "SELECT count(*) FROM hub.push WHERE module = 'cdrs'")
                if (Int(count[0]) ?? 0) >= 5 { break }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        let cdrs = "FROM hub.push WHERE module = 'cdrs' AND refused IS NULL"
        let pushed = Int(try database.texts("SELECT count(*) \(cdrs)")[0]) ?? 0
        #expect(pushed >= 5)
        #expect(
            try database.texts("SELECT bool_and(allowed = 'ALLOWED') FROM hub.token_check") == ["t"]
        )
        guard hub == "gireve" else {
            let asked = Int(try database.texts("SELECT count(*) FROM hub.token_check")[0]) ?? 0
            #expect(asked >= pushed)
            return
        }
        #expect(try database.texts(Self.named(cdrs)) == ["\(pushed)"])
        #expect(
            try database.texts(
                """
                SELECT count(*) FROM hub.push AS session
                WHERE module = 'sessions' AND method = 'PUT' AND NOT EXISTS (
                    SELECT FROM hub.token_check AS checked
                    WHERE checked.reference
                        = convert_from(session.sent, 'UTF8')::json ->> 'authorization_reference')
                """) == ["0"])
    }
}
