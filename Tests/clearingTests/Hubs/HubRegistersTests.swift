import Foundation
import Hubs
import Intake
import Roaming
import TestSupport
import Testing

@testable import clearing

/// A hub registers with us: the credentials endpoint, with a real hub behind the address it gives.
@Suite(.serialized) struct HubRegistersTests {
    /// - Parameter token: what the hub will let us in with.
    private func credentials(_ served: ServedMonth, hub: String, token: String) throws -> String {
        let rule = try served.folder.read("Rules/hubs/\(hub).yaml")
        let line = try #require(rule.split(separator: "\n").first { $0.contains("versions_url") })
        let url = try #require(line.split(separator: "\"").dropFirst().first)
        return """
            {"token":"\(token)","url":"\(url)","roles":[{"role":"HUB","party_id":"HUB",\
            "country_code":"IN","business_details":{"name":"\(hub)"}}]}
            """
    }

    private func tokenA(_ served: ServedMonth, _ hub: String) throws -> String {
        let name = "CLEARING_TOKEN_" + hub.uppercased().replacingOccurrences(of: "-", with: "_")
        return try #require(served.clearing.environment[name])
    }

    private func invite(_ served: ServedMonth, _ hub: String) throws -> String {
        try #require(
            JSONObject(served.clearing.succeed("hub", "invite", hub, "--json")).text("token"))
    }

    @Test func `it registers, renews and leaves, each token for as long as it holds`() async throws
    {
        let served = try ServedMonth(sessions: 20)
        let scene = try OCPIScene(served)
        let a = try invite(served, "gireve")
        let body = try credentials(
            served, hub: "gireve", token: tokenA(served, "gireve"))
        let rest = try await scene.hosting { peer in
            func ask(_ method: String, _ token: String, _ body: String? = nil) async throws
                -> OCPIPeer.Answer
            {
                try await peer.send(
                    method, "2.2.1/credentials", token: token, body)
            }
            func newToken(_ answer: OCPIPeer.Answer) throws -> String {
                let data = try answer.object["data"] as? [String: Any]
                return try #require(data?["token"] as? String, "\(answer.text)")
            }
            // Token A opens the registration and nothing else.
            #expect(try await peer.send("GET", "versions", token: a).code == 1000)
            #expect(try await peer.send("GET", "2.2.1", token: a).code == 1000)
            #expect(try await peer.send("GET", "2.2.1/sender/cdrs", token: a).status == 401)
            #expect(try await ask("PUT", a, body).status == 405)
            #expect(try await ask("DELETE", a).status == 405)
            #expect(try await ask("POST", a, "{}").code == 2001)

            let registered = try await ask("POST", a, body)
            let c = try newToken(registered)
            #expect(c.count == 64 && c != a)
            #expect(try await ask("GET", a).status == 401)
            #expect(try await ask("POST", c, body).status == 405)
            #expect(try await newToken(ask("GET", c)) == c)
            #expect(try await peer.send("GET", "2.2.1/sender/tariffs", token: c).code == 1000)

            let d = try await newToken(ask("PUT", c, body))
            #expect(d != c)
            #expect(try await ask("GET", c).status == 401)
            #expect(try await ask("DELETE", d).code == 1000)
            #expect(try await ask("GET", d).status == 401)
            return [a, c, d]
        }
        #expect(
            try served.database.texts(
                "SELECT event || ' ' || array_to_string(parties, ',') FROM hub.event ORDER BY ordinal"
            )
                == ["REGISTERED HUB IN-HUB", "ROTATED HUB IN-HUB", "LEFT "])
        let stored = try served.database.texts(
            "SELECT concat(encode(token, 'escape'), encode(token_for_hub, 'escape')) FROM hub.event"
                + " UNION ALL SELECT encode(token, 'escape') FROM hub.invitation")
        for token in rest { #expect(!stored.joined().contains(token)) }
    }

    @Test func `what it gave us opens its own door`() async throws {
        let served = try ServedMonth(sessions: 20)
        let scene = try OCPIScene(served)
        let a = try invite(served, "gireve")
        let body = try credentials(
            served, hub: "gireve", token: tokenA(served, "gireve"))
        try await scene.hosting { (peer: OCPIPeer) async throws -> Void in
            #expect(
                try await peer.send("POST", "2.2.1/credentials", token: a, body).code == 1000)
        }
        try served.clearing.succeed(
            "ingest", "--month", ServedMonth.month, "--hub", "gireve", "--module", "tariffs")
        #expect(try served.database.texts("SELECT DISTINCT hub FROM intake.tariff") == ["gireve"])
    }

    @Test func `an address that its rule does not allow is never asked`() async throws {
        let served = try ServedMonth(sessions: 20)
        let scene = try OCPIScene(served)
        let a = try invite(served, "gireve")
        let good = try credentials(
            served, hub: "gireve", token: tokenA(served, "gireve"))
        let wrong = try credentials(served, hub: "gireve", token: "wrong")
        try await scene.hosting { peer in
            for url in [
                "http://169.254.169.254/latest", "http://127.0.0.1:1/ocpi/versions",
                "file:///etc/passwd", "nonsense",
            ] {
                let body = good.replacingOccurrences(
                    of: #""url":"[^"]*""#, with: "\"url\":\"\(url)\"", options: .regularExpression)
                let answer = try await peer.send("POST", "2.2.1/credentials", token: a, body)
                #expect(try answer.code == 2001, "\(url)")
            }
            // Its own versions refuse the token that it gave us.
            let refused = try await peer.send("POST", "2.2.1/credentials", token: a, wrong)
            #expect(try refused.code == 3001)
            #expect(!refused.text.contains("\"wrong\""))
        }
        #expect(try served.database.texts("SELECT count(*) FROM hub.event") == ["0"])
    }

    @Test func `before we have an answer from a hub, our token B shows it our versions`()
        async throws
    {
        let served = try ServedMonth(sessions: 20)
        let scene = try OCPIScene(served)
        try served.clearing.succeed("hub", "register", "hubject")
        let link = try scene.desk().link("hubject")
        let database = served.database
        // As it was while the hub was asked: the offer without the event.
        _ = try database.texts("CREATE TABLE kept AS SELECT * FROM hub.event")
        _ = try database.texts("DELETE FROM hub.event")
        try await scene.hosting { (peer: OCPIPeer) async throws -> Void in
            #expect(
                try await peer.send("GET", "versions", token: link.tokenForHub).code == 1000)
            #expect(
                try await peer.send("GET", "2.2.1/sender/cdrs", token: link.tokenForHub).status
                    == 401)
            // The handshake ends, and the hub goes on at once.
            _ = try database.texts("INSERT INTO hub.event SELECT * FROM kept")
            #expect(
                try await peer.send("GET", "2.2.1/sender/cdrs", token: link.tokenForHub).status
                    == 200)
        }
    }
}
