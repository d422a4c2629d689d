import Foundation
import Hubs
import Intake
import Roaming
import TestSupport
import Testing

@testable import clearing

/// What hubs push to us over sockets, with the specification's own examples.
@Suite(.serialized) struct OCPIHostTests {
    static let given = Checkout.cases.appendingPathComponent("intake/specification")
    static let pushed = Checkout.cases.appendingPathComponent("hubs/specification/2.2.1")

    static func example(_ name: String, _ version: String = "2.2.1") throws -> String {
        try String(
            contentsOf: given.appendingPathComponent("\(version)/\(name).json"), encoding: .utf8)
    }

    static func push(_ name: String) throws -> String {
        try String(contentsOf: pushed.appendingPathComponent("\(name).json"), encoding: .utf8)
    }

    /// 2.3.0 for hubject, so that each version has its hub.
    static func scene() throws -> OCPIScene {
        try OCPIScene { file, text in
            file == "hubject.yaml"
                ? text.replacingOccurrences(of: "version: \"2.2.1\"", with: "version: \"2.3.0\"")
                    .replacingOccurrences(
                        of: #"\n  push: \["#, with: "\n  push: [\"invoicereconciliation\", ",
                        options: .regularExpression)
                : text
        }
    }

    static let versions = [("gireve", "2.2.1"), ("hubject", "2.3.0")]

    @Test(arguments: versions)
    func `a CDR is durable when it is acknowledged, can be got back and comes once`(
        _ hub: String, _ version: String
    ) async throws {
        let scene = try Self.scene()
        let token = try scene.register(hub)
        let cdr = try Self.example("cdr_example", version)
        let database = scene.database
        let other = try scene.register("chargegrid")
        try await scene.hosting { peer in
            let posted = try await peer.send(
                "POST", "\(version)/receiver/cdrs", token: token, cdr,
                headers: ["X-Request-ID": "r-1", "X-Correlation-ID": "c-1"])
            #expect(posted.status == 201, "\(posted.text)")
            #expect(try posted.code == 1000)
            #expect(posted.header("X-Request-ID") == "r-1")
            #expect(posted.header("X-Correlation-ID") == "c-1")
            // Another connection sees it: it was committed before the answer came.
            #expect(
                try database.texts(
                    "SELECT hub || ' ' || request_id || ' ' || correlation_id || ' ' || object_id"
                        + " FROM hub.push") == ["\(hub) r-1 c-1 12345"])
            let location = try #require(posted.header("Location"))
            let got = try await peer.send("GET", location, token: token)
            #expect(got.status == 200)
            #expect(try got.data == canonicalJSON(text: cdr))
            let again = try await peer.send("POST", "\(version)/receiver/cdrs", token: token, cdr)
            #expect(again.header("Location") == location)
            #expect(try database.texts("SELECT count(*) FROM hub.push") == ["1"])
            // It is this hub's, and nobody else's.
            let stolen = try await peer.send(
                "GET", location.replacingOccurrences(of: version, with: "2.2.1"), token: other)
            #expect(stolen.status == 404)
        }
        let ingested = try scene.clearing.succeed("ingest", "--month", "2026-10", "--json")
        #expect(try JSONObject(ingested).integers("counts")["new"] == 1)
        #expect(
            try database.texts(
                "SELECT cdr.hub || ' ' || cdr_id || ' ' || ocpi || ' ' || (cdr.sha256 = push.sha256)"
                    + " FROM intake.cdr JOIN hub.push USING (sha256)")
                == ["\(hub) 12345 \(version) true"])
        // What is taken in is not taken in again.
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        #expect(try database.texts("SELECT count(*) FROM intake.page") == ["1"])
    }

    @Test func `a bad CDR is answered with its pointer and kept as a reject`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("gireve")
        let cdr = try Self.example("cdr_example")
        let bad = cdr.replacingOccurrences(of: "\"end_date_time\"", with: "\"ended\"")
        try await scene.hosting { peer in
            let posted = try await peer.send("POST", "2.2.1/receiver/cdrs", token: token, bad)
            #expect(posted.status == 200)
            #expect(try posted.code == 2001)
            #expect(posted.message.contains("MISSING_FIELD at /end_date_time"))
            #expect(posted.header("Location") == nil)
            for body in ["", "{", "[\(cdr)]", "{\"data\":[\(cdr)],\"status_code\":1000}", "\u{0}"] {
                let answer = try await peer.send("POST", "2.2.1/receiver/cdrs", token: token, body)
                #expect(try answer.code == 2001, "\(body.prefix(20))")
            }
        }
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        #expect(try scene.database.texts("SELECT count(*) FROM intake.cdr") == ["0"])
        let rejects = try scene.database.texts(
            "SELECT code || pointer FROM intake.standing_reject ORDER BY line")
        #expect(rejects.first == "MISSING_FIELD/end_date_time")
        #expect(rejects.count == 6)
        #expect(
            try scene.database.texts("SELECT refused FROM hub.push ORDER BY push")
                == scene.database.texts("SELECT code FROM intake.standing_reject ORDER BY line"))
    }

    /// Makes a party known behind the hub (mod_hub_client_info), which then may own objects.
    private static func announce(
        _ party: String, by peer: OCPIPeer, token: String
    ) async throws {
        let parts = party.split(separator: "/")
        let info = """
            {"country_code":"\(parts[0])","party_id":"\(parts[1])","role":"CPO",\
            "status":"CONNECTED","last_updated":"2026-11-01T00:00:00Z"}
            """
        let place = "2.2.1/receiver/hubclientinfo/\(party)"
        let told = try await peer.send("PUT", place, token: token, info)
        #expect(try told.code == 1000, "\(told.text)")
        #expect(
            try await peer.send("GET", place, token: token).data == canonicalJSON(text: info))
    }

    @Test func `a location comes whole, by EVSE and by connector`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("gireve")
        let whole = try Self.example("location_example")
        try await scene.hosting { peer in
            func send(
                _ method: String, _ part: String, _ body: String? = nil
            ) async throws -> OCPIPeer.Answer {
                try await peer.send(
                    method, "2.2.1/receiver/locations/BE/BEC/LOC1\(part)", token: token, body)
            }
            try await Self.announce("BE/BEC", by: peer, token: token)
            #expect(try await send("PUT", "", whole).status == 201)
            #expect(try await send("GET", "").data == canonicalJSON(text: whole))
            for (part, example) in [
                ("", "location_patch_example_location"),
                ("/3256", "location_patch_example_status"),
                ("/3256/2", "location_patch_example_tariff"),
                ("/3257", "location_patch_example_remove_evse"),
            ] {
                let patched = try await send("PATCH", part, Self.push(example))
                #expect(try patched.code == 1000, "\(patched.text)")
            }
            let added = try Self.push("location_put_example_add_evse")
                .replacingOccurrences(of: "\"3256\"", with: "\"3258\"")
            #expect(try await send("PUT", "/3258", added).code == 1000)
            #expect(try await send("GET", "/3258").data == canonicalJSON(text: added))
            let connector = try await send("GET", "/3256/2").object["data"]
            let fields = try #require(connector as? [String: Any])
            #expect(fields["tariff_ids"] as? [String] == ["15"])
            #expect(fields["last_updated"] as? String == "2019-06-24T12:39:09Z")
            let now = try #require(try await send("GET", "").object["data"] as? [String: Any])
            #expect(now["name"] as? String == "Interparking Gent Zuid")
            #expect(now["last_updated"] as? String == "2019-06-24T12:39:09Z")
            let evses = try #require(now["evses"] as? [[String: Any]])
            #expect(evses.map { $0["uid"] as? String } == ["3256", "3257", "3258"])
            #expect(
                evses.map { $0["status"] as? String } == ["CHARGING", "REMOVED", "AVAILABLE"])
        }
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        // What came first, and each state that a push left.
        #expect(
            try scene.database.texts(
                "SELECT max(version) || ' ' || count(DISTINCT sha256) FROM intake.location")
                == ["6 6"])
        #expect(try scene.clearing.succeed("hub", "list").contains("BE-BEC CPO CONNECTED"))
    }

    @Test func `what a location's address does not fit is refused and never taken in`()
        async throws
    {
        let scene = try Self.scene()
        let token = try scene.register("gireve")
        let whole = try Self.example("location_example")
        try await scene.hosting { peer in
            let base = "2.2.1/receiver/locations/BE/BEC"
            func send(
                _ method: String, _ part: String, _ body: String? = nil
            ) async throws -> OCPIPeer.Answer {
                try await peer.send(method, base + part, token: token, body)
            }
            // Nobody knows BE-BEC there until the hub says so.
            #expect(try await send("PUT", "/LOC1", whole).status == 404)
            try await Self.announce("BE/BEC", by: peer, token: token)
            let patch = try Self.push("location_patch_example_location")
            let early = try await send("PATCH", "/LOC1", patch)
            #expect(try early.status == 404 && early.code == 2003)
            #expect(try await send("PUT", "/LOC2", whole).code == 2001)
            #expect(try await send("PUT", "/LOC1", whole).status == 201)
            // A whole location is no EVSE and no connector.
            let other = whole.replacingOccurrences(of: "Gent Zuid", with: "Elsewhere")
            #expect(try await send("PUT", "/LOC1/3256", other).code == 2001)
            #expect(try await send("PUT", "/LOC1/3256/2", other).code == 2001)
            let evse = try Self.push("location_put_example_add_evse")
            #expect(try await send("PUT", "/LOC1/3258", evse).code == 2001)
            #expect(try await send("PATCH", "/LOC1", "{\"name\":\"x\"}").code == 2001)
            #expect(try await send("GET", "/LOC1/9999").code == 2003)
            #expect(try await send("DELETE", "/LOC1").status == 405)
            #expect(try await send("GET", "/LOC1").data == canonicalJSON(text: whole))
        }
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        #expect(
            try scene.database.texts("SELECT location_id || name FROM intake.location")
                == ["LOC1Gent Zuid"])
    }

    @Test func `sessions are patched by adding periods, tokens by fields`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("gireve")
        let session = try Self.example("session_example_1_simple_start")
        try await scene.hosting { peer in
            for party in ["NL/STK", "NL/TNM"] {
                try await Self.announce(party, by: peer, token: token)
            }
            let base = "2.2.1/receiver/sessions/NL/STK/101"
            #expect(try await peer.send("PUT", base, token: token, session).status == 201)
            let patch = try Self.push("session_patch_example_charging_period")
            #expect(try await peer.send("PATCH", base, token: token, patch).code == 1000)
            let cost = try Self.push("session_patch_example_total_cost")
            #expect(try await peer.send("PATCH", base, token: token, cost).code == 1000)
            let got = try await peer.send("GET", base, token: token).object["data"]
            let fields = try #require(got as? [String: Any])
            let before = try #require(
                JSONSerialization.jsonObject(with: Data(session.utf8)) as? [String: Any])
            let periods = (before["charging_periods"] as? [Any])?.count ?? 0
            #expect((fields["charging_periods"] as? [Any])?.count == periods + 1)
            #expect(try canonicalJSON(#require(fields["total_cost"])).contains("0.6"))

            let place = "2.2.1/receiver/tokens/NL/TNM/012345678"
            let put = try Self.push("token_put_example")
            #expect(try await peer.send("PUT", place, token: token, put).status == 201)
            let invalid = try Self.push("token_patch_example")
            #expect(try await peer.send("PATCH", place, token: token, invalid).code == 1000)
            let known = try await peer.send("GET", place + "?type=RFID", token: token).object[
                "data"]
            #expect((known as? [String: Any])?["valid"] as? Bool == false)
            let app = try await peer.send("GET", place + "?type=APP_USER", token: token)
            #expect(try app.code == 2004 && app.status == 404)
            let deleted = try await peer.send("DELETE", place, token: token)
            #expect(deleted.status == 405 && deleted.header("Allow") == "GET, PUT, PATCH")
        }
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        #expect(
            try scene.database.texts("SELECT valid FROM intake.token ORDER BY version")
                == ["t", "f"])
        #expect(try scene.database.texts("SELECT count(*) FROM intake.session") == ["3"])
    }

    @Test func `a tariff is put and deleted, and stays where it was taken in`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("gireve")
        let tariff = try Self.push("tariff_put_example")
            .replacingOccurrences(of: "\"DE\"", with: "\"FR\"")
            .replacingOccurrences(of: "\"ALL\"", with: "\"IZI\"")
        try await scene.hosting { peer in
            let place = "2.2.1/receiver/tariffs/FR/IZI/12"
            #expect(try await peer.send("DELETE", place, token: token).status == 404)
            let put = try await peer.send("PUT", place, token: token, tariff)
            #expect(put.status == 201, "\(put.text)")
            #expect(try await peer.send("PATCH", place, token: token, "{}").status == 405)
            #expect(try await peer.send("DELETE", place, token: token).code == 1000)
            #expect(try await peer.send("GET", place, token: token).status == 404)
        }
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        #expect(try scene.database.texts("SELECT tariff_id FROM intake.tariff") == ["12"])
    }

    @Test func `2-1-1 has one address a module and tokens as they are`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("volt-link")
        let cdr = try Self.example("cdr_1", "2.1.1")
        let location = try Self.example("location_1", "2.1.1")
        let tariff = try Self.example("tariff_1", "2.1.1")
        try await scene.hosting { peer in
            for plain in [true, false] {
                let versions = try await peer.send("GET", "versions", token: token, plain: plain)
                #expect(versions.status == 200)
            }
            let posted = try await peer.send("POST", "2.1.1/cdrs", token: token, cdr, plain: true)
            #expect(posted.status == 201, "\(posted.text)")
            let place = try #require(posted.header("Location"))
            #expect(
                try await peer.send("GET", place, token: token).data == canonicalJSON(text: cdr))
            let put = try await peer.send(
                "PUT", "2.1.1/locations/IN/VLT/LOC1", token: token, location)
            #expect(put.status == 201, "\(put.text)")
            #expect(
                try await peer.send("GET", "2.1.1/locations/IN/VLT/LOC1/3256", token: token).status
                    == 200)
            // Our own locations begin with no party of theirs.
            #expect(try await peer.send("GET", "2.1.1/locations", token: token).status == 200)
            #expect(
                try await peer.send("PUT", "2.1.1/locations/NL/TNM/LOC1", token: token, location)
                    .status == 404)
            let id = try #require(
                (JSONSerialization.jsonObject(with: Data(tariff.utf8)) as? [String: Any])?["id"])
            let patched = try await peer.send(
                "PUT", "2.1.1/tariffs/IN/VLT/\(id)", token: token, tariff)
            #expect(patched.status == 201, "\(patched.text)")
            let command = try await peer.send(
                "POST", "2.1.1/commands/START_SESSION", token: token, "{}")
            #expect(try command.data == "{\"result\":\"NOT_SUPPORTED\"}")
        }
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        #expect(try scene.database.texts("SELECT ocpi FROM intake.cdr") == ["2.1.1"])
        #expect(try scene.database.texts("SELECT count(*) FROM intake.tariff") == ["1"])
    }

    @Test(arguments: versions)
    func `commands are not supported, and said so`(_ hub: String, _ version: String) async throws {
        let scene = try Self.scene()
        let token = try scene.register(hub)
        try await scene.hosting { peer in
            for name in OCPICommand.allCases.map(\.rawValue) {
                let answer = try await peer.send(
                    "POST", "\(version)/receiver/commands/\(name)", token: token, "{}")
                #expect(try answer.code == 1000)
                #expect(try answer.data == "{\"result\":\"NOT_SUPPORTED\",\"timeout\":0}")
            }
            let unknown = try await peer.send(
                "POST", "\(version)/receiver/commands/DANCE", token: token, "{}")
            #expect(unknown.status == 404)
        }
    }
}
