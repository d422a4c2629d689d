import Foundation
import HTTPTypes
import JWTKit
import Roaming
import Store
import TestSupport
import Testing

@testable import API

/// Every route of the table, asked by all who may not.
@Suite struct AccessTests {
    private static let far = Instant(milliseconds: 0)

    /// A path of the route that has something behind it: of partner AAA at site 1.
    static func path(_ route: Route) -> String {
        let id =
            switch route.group {
            case "Tariffs": "21"
            case "Money": "CANARY-AAA~IN-AAA~cpo~INR"
            case "Sites": "SITE-1"
            default: "1"
            }
        return route.path.replacingOccurrences(of: "{id}", with: id)
            .replacingOccurrences(of: "{month}", with: "2026-10")
    }

    static func ask(
        _ api: RunningAPI, _ route: Route, key: String? = nil, token: String? = nil,
        headers: [String] = []
    ) async throws -> RawAnswer {
        let type = route.body.map { ["Content-Type: \($0.mediaType)"] } ?? []
        return try await api.ask(
            route.method.rawValue, path(route), key: key, token: token, headers: headers + type,
            body: route.body.map { Array($0.example.utf8) } ?? [])
    }

    private func closed(_ api: RunningAPI) -> [Route] {
        api.host.routes.filter { $0.access != .open }
    }

    private func token(
        _ api: RunningAPI, audience: String = RunningAPI.audience, pem: String = RunningAPI.pem,
        ago: Int64 = 0, scopes: Set<Scope> = Set(Scope.allCases)
    ) async throws -> String {
        let desk = TokenDesk(issuer: RunningAPI.issuer, audience: audience)
        await desk.load([try SigningKey(name: "key-1", pem: pem, addedAt: Self.far)])
        let now = Int64(Date().timeIntervalSince1970) - ago
        let whole = Principal(client: "whole", scopes: scopes, reach: .all)
        return try #require(
            try await desk.issue(to: whole, scopes: scopes, id: "test", now: Instant(seconds: now)))
    }

    @Test func `nobody, strangers and bad tokens are turned away from every route`() async throws {
        let api = try await RunningAPI()
        let good = try await token(api)
        let parts = good.split(separator: ".")
        let none = Base64URL.encode(#"{"alg":"none","kid":"key-1"}"#.utf8)
        let bad: [String: String] = [
            "wrong audience": try await token(api, audience: "others"),
            "expired": try await token(api, ago: 301),
            "from the future": try await token(api, ago: -3600),
            "signed by another": try await token(api, pem: SigningKey.newPEM()),
            "alg none": "\(none).\(parts[1]).",
            "alg none with a signature": "\(none).\(parts[1]).\(parts[2])",
            "no signature": "\(parts[0]).\(parts[1]).",
            "other claims": "\(parts[0]).\(Base64URL.encode(#"{"sub":"whole"}"#.utf8)).\(parts[2])",
            "no token": "abc",
        ]
        #expect(closed(api).count > 15)
        for route in closed(api) {
            let nobody = try await Self.ask(api, route)
            #expect(nobody.status == 401, "\(route.title)")
            #expect(nobody.headers["content-type"] == "application/problem+json")
            #expect(nobody.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
            for (why, token) in bad {
                let answer = try await Self.ask(api, route, token: token)
                #expect(answer.status == 401, "\(route.title), \(why)")
                #expect(!answer.text.contains("CANARY"), "\(route.title), \(why)")
            }
            let stranger = try await Self.ask(api, route, key: "whole.wrong")
            #expect(stranger.status == 401, "\(route.title)")
            let twice = try await Self.ask(api, route, key: api.keys["whole"], token: good)
            #expect(twice.status == 401, "\(route.title)")
            let known = try await Self.ask(api, route, token: good)
            #expect(known.status == 200, "\(route.title): \(known.text)")
        }
    }

    @Test func `a scope that is missing is asked for by name`() async throws {
        let api = try await RunningAPI()
        for route in closed(api) {
            let scope = try #require(route.scope)
            let answer = try await Self.ask(api, route, key: api.keys["narrow"])
            #expect(answer.status == 403, "\(route.title)")
            #expect(answer.text.contains(scope.rawValue), "\(route.title)")
            // A token that leaves it out does not have it, whatever its client has.
            let others = Set(Scope.allCases).subtracting([scope])
            let token = try await token(api, scopes: others)
            #expect(try await Self.ask(api, route, token: token).status == 403, "\(route.title)")
        }
    }

    @Test(arguments: ["bbb", "two"])
    func `nothing of one partner or site is told to another`(_ other: String) async throws {
        let api = try await RunningAPI()
        for route in closed(api) {
            for tail in [
                "", "?limit=1", "?counterparty=IN-AAA", "?month=2026-10", "?location_id=SITE-1",
            ] {
                let type = route.body.map { ["Content-Type: \($0.mediaType)"] } ?? []
                let answer = try await api.ask(
                    route.method.rawValue, Self.path(route) + tail, key: api.keys[other],
                    headers: type, body: route.body.map { Array($0.example.utf8) } ?? [])
                #expect(answer.status < 500, "\(route.title)\(tail): \(answer.text)")
                #expect(!answer.text.contains("AAA"), "\(route.title)\(tail): \(answer.text)")
                #expect(!answer.text.contains("\"one\""), "\(route.title)\(tail): \(answer.text)")
            }
            let lines = try await api.ask(
                route.method.rawValue, Self.path(route), key: api.keys[other],
                headers: ["Accept: application/x-ndjson"])
            #expect(!lines.text.contains("AAA"), "\(route.title): \(lines.text)")
        }
        for tail in ["", "/price", "/audit"] {
            let hidden = try await api.ask("/v1/cdrs/1\(tail)", as: other)
            // Vendors get no audit of anything.
            #expect([403, 404].contains(hidden.status), "\(tail)")
        }
    }

    @Test func `a partner and a vendor see their own`() async throws {
        let api = try await RunningAPI()
        let lists = [
            "sessions", "cdrs", "dispositions", "positions", "statements", "disputes", "tariffs",
        ]
        for list in lists {
            let answer = try await api.ask("/v1/\(list)", as: "aaa")
            #expect(answer.status == 200)
            #expect(answer.text.contains("CANARY-AAA"), "\(list): \(answer.text)")
            let whole = try await api.ask("/v1/\(list)", as: "whole")
            #expect(whole.text.contains("CANARY-AAA") && whole.text.contains("CANARY-BBB"))
        }
        for list in ["sessions", "cdrs", "payouts", "chargers"] {
            let answer = try await api.ask("/v1/\(list)", as: "one")
            #expect(answer.text.contains("CANARY-AAA"), "\(list): \(answer.text)")
        }
        #expect(try await api.ask("/v1/payouts", as: "aaa").text.contains("\"data\":[]"))
        #expect(try await api.ask("/v1/positions", as: "one").text.contains("\"data\":[]"))
        #expect(try await api.ask("/v1/cdrs/1/price", as: "aaa").text == #"{"ours":"CANARY-AAA"}"#)
        #expect(try await api.ask("/v1/vendors", as: "one").text.contains("One"))
        let statement = "/v1/statements/CANARY-AAA~IN-AAA~cpo~INR"
        let csv = try await api.ask(statement + ".csv", as: "aaa")
        #expect(csv.text == #"2026-10 IN-AAA csv(side: "cpo")"#)
        #expect(csv.headers["content-type"] == "text/csv; charset=utf-8")
        for other in ["bbb", "one", "two"] {
            for suffix in ["", ".csv", ".xlsx"] {
                #expect(try await api.ask(statement + suffix, as: other).status == 404)
            }
        }
        #expect(try await api.ask("/v1/chargers/site-1", as: "one").text.contains("CANARY-AAA"))
        for (charger, other) in [("SITE-1", "two"), ("SITE-1", "aaa"), ("SITE-3", "whole")] {
            #expect(try await api.ask("/v1/chargers/\(charger)", as: other).status == 404)
        }
        for list in ["runs", "reports"] {
            #expect(try await api.ask("/v1/\(list)", as: "aaa").status == 403)
            #expect(try await api.ask("/v1/\(list)", as: "one").status == 403)
        }
    }

    @Test func `token and contract ids are masked without audit read, and noted with it`()
        async throws
    {
        let api = try await RunningAPI()
        let noted =
            "SELECT client || ' ' || route || ' ' || subject FROM access.reading ORDER BY reading"
        let masked = try await api.ask("/v1/cdrs/1", as: "unmasked-not")
        #expect(masked.status == 200)
        #expect(masked.text.contains(#""token_uid":"****-AAA""#), "\(masked.text)")
        #expect(!masked.text.contains("TOKEN-OF") && !masked.text.contains("CONTRACT-OF"))
        #expect(try api.database.texts(noted).isEmpty)
        let shown = try await api.ask("/v1/cdrs/1", as: "aaa")
        #expect(shown.text.contains("TOKEN-OF-AAA"))
        #expect(try api.database.texts(noted) == ["aaa GET /v1/cdrs/{id} /v1/cdrs/1"])
    }

    @Test func `a secret that was taken away is refused once the clients were read again`()
        async throws
    {
        let api = try await RunningAPI()
        #expect(try await api.ask("/v1/months", as: "aaa").status == 200)
        let token = try await token(api)
        _ = try api.database.texts(
            """
            INSERT INTO access.revocation (client, ordinal, since, noted_at)
            SELECT client, 1, now(), now() FROM access.client WHERE client IN ('aaa', 'whole')
            """)
        try await api.host.refresh()
        #expect(try await api.ask("/v1/months", as: "aaa").status == 401)
        #expect(try await api.ask("GET", "/v1/months", token: token).status == 401)
        #expect(try await api.ask("/v1/months", as: "bbb").status == 200)
    }

    @Test func `client credentials get a token that works and says what it is for`() async throws {
        let api = try await RunningAPI()
        let key = try #require(api.keys["aaa"])
        let secret = key.split(separator: ".", maxSplits: 1)[1]
        let form = "Content-Type: application/x-www-form-urlencoded"
        let basic = Data("aaa:\(secret)".utf8).base64EncodedString()
        let body = Array("grant_type=client_credentials&scope=settlement%3Aread".utf8)
        let answer = try await api.ask(
            "POST", "/oauth/token", headers: [form, "Authorization: Basic \(basic)"], body: body)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.headers["cache-control"] == "no-store")
        struct Granted: Decodable { let access_token: String, expires_in: Int, scope: String }
        let granted = try JSONDecoder().decode(Granted.self, from: Data(answer.body))
        #expect(granted.scope == "settlement:read" && granted.expires_in == 300)
        let used = try await api.ask("GET", "/v1/cdrs", token: granted.access_token)
        #expect(used.text.contains("CANARY-AAA") && !used.text.contains("BBB"))
        #expect(try await api.ask("GET", "/v1/tariffs", token: granted.access_token).status == 403)
        // Its public key is published, and a stranger's library verifies by it.
        let keys = try await api.ask("GET", "/.well-known/jwks.json")
        let collection = try await JWTKeyCollection().add(jwksJSON: keys.text)
        let claims = try await collection.verify(granted.access_token, as: AccessClaims.self)
        #expect(claims.sub == "aaa" && claims.aud == RunningAPI.audience)
        #expect(claims.iss == RunningAPI.issuer)
        for (body, code, status) in [
            ("grant_type=password", "unsupported_grant_type", 400), ("", "invalid_request", 400),
            ("grant_type=client_credentials&scope=root", "invalid_scope", 400),
            ("grant_type=client_credentials&grant_type=x", "invalid_request", 400),
        ] {
            let refused = try await api.ask(
                "POST", "/oauth/token",
                headers: [form, "Authorization: Basic \(basic)"]
                    + (body.isEmpty ? ["Content-Length: 0"] : []),
                body: Array(body.utf8))
            #expect(refused.status == status && refused.text.contains(code), "\(body)")
        }
        let wrong = try await api.ask(
            "POST", "/oauth/token", headers: [form],
            body: Array("grant_type=client_credentials&client_id=aaa&client_secret=no".utf8))
        #expect(wrong.status == 401 && wrong.text.contains("invalid_client"))
    }
}
