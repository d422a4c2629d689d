import Intake
import Roaming
import Testing

@testable import Hubs

/// The sandbox's hub as a partner finds it, without the sockets around it.
@Suite struct SandboxHubTests {
    private func hub(
        _ version: OCPIVersion = .v221, faults: FaultProfile = .none, seed: UInt64 = 1,
        temper change: (inout Temper) -> Void = { _ in }
    ) throws -> SandboxHub {
        var temper = Temper()
        temper.pageLimit = 2
        change(&temper)
        let root = try #require(WebAddress("http://127.0.0.1:8722/test/ocpi"))
        let first = try #require(Instant("2026-10-01T00:00:00Z"))
        let objects = (0..<5).map { number in
            SandboxStock.Object(
                bytes: Array("{\"id\":\"\(number)\"}".utf8),
                lastUpdated: first.advanced(bySeconds: Int64(number) * 60))
        }
        let stock = SandboxStock(hub: "test", version: version, objects: [.cdrs: objects])
        return SandboxHub(
            stock, temper: temper, faults: faults, seed: seed, root: { root },
            clock: { first.advanced(bySeconds: 86_400) })
    }

    private func ask(
        _ hub: SandboxHub, _ path: String, _ query: [String: String] = [:],
        method: String = "GET", token: String? = nil, body: String = ""
    ) -> SandboxAnswer {
        let encoding = Authorization.Encoding(hub.stock.version)
        return hub.answer(
            SandboxRequest(
                method: method, path: path.split(separator: "/").map(String.init), query: query,
                authorization: Authorization.header(token ?? hub.tokenA, encoding),
                body: Array(body.utf8)))
    }

    private func text(_ answer: SandboxAnswer) -> String {
        String(decoding: answer.body, as: UTF8.self)
    }

    private func header(_ answer: SandboxAnswer, _ name: String) -> String? {
        answer.headers.first { $0.name == name }?.value
    }

    /// Ids on a page, in their order.
    private func ids(_ answer: SandboxAnswer) -> [String] {
        text(answer).split(separator: "{\"id\":\"").dropFirst().map { String($0.prefix(1)) }
    }

    @Test func `without the right token nobody gets in`() throws {
        let hub = try hub()
        for token in ["", "wrong", hub.tokenA + "x"] {
            #expect(ask(hub, "versions", token: token).status == 401)
        }
        let plain = SandboxRequest(
            method: "GET", path: ["versions"],
            authorization: Authorization.header(hub.tokenA, .plain))
        #expect(hub.answer(plain).status == 401)
        let none = SandboxRequest(method: "GET", path: ["versions"], authorization: nil)
        #expect(hub.answer(none).status == 401)
        #expect(ask(hub, "versions").status == 200)
    }

    @Test func `a registration changes the token, and happens once`() throws {
        let hub = try hub()
        let body = """
            {"token": "ours", "url": "https://we.example/versions",
             "roles": [{"role": "CPO", "party_id": "MGM", "country_code": "IN"}]}
            """
        #expect(ask(hub, "2.2.1/credentials", method: "PUT", body: body).status == 405)
        #expect(ask(hub, "2.2.1/credentials", method: "DELETE").status == 405)
        let bad = ask(hub, "2.2.1/credentials", method: "POST", body: "{}")
        #expect(text(bad).contains("2001"))
        let answer = ask(hub, "2.2.1/credentials", method: "POST", body: body)
        let token = try credentials(answer).token
        #expect(token != hub.tokenA)
        #expect(ask(hub, "versions").status == 401)
        #expect(ask(hub, "versions", token: token).status == 200)
        #expect(
            ask(hub, "2.2.1/credentials", method: "POST", token: token, body: body).status == 405)
        let renewed = try credentials(
            ask(hub, "2.2.1/credentials", method: "PUT", token: token, body: body)
        ).token
        #expect(renewed != token)
        #expect(ask(hub, "versions", token: token).status == 401)
        #expect(ask(hub, "2.2.1/credentials", method: "DELETE", token: renewed).status == 200)
        #expect(ask(hub, "versions").status == 200)
    }

    private func credentials(_ answer: SandboxAnswer) throws -> Credentials {
        var reader = JSONReader()
        let reply = try answer.body.withUnsafeBytes {
            try decodeCredentialsReply($0, using: &reader)
        }
        return try #require(reply.content)
    }

    @Test func `pages follow each other to the end`() throws {
        let hub = try hub()
        let first = ask(hub, "2.2.1/cdrs", ["limit": "10"])
        #expect(ids(first) == ["0", "1"])
        #expect(header(first, "X-Limit") == "2")
        #expect(header(first, "X-Total-Count") == "5")
        #expect(
            header(first, "Link")
                == "<http://127.0.0.1:8722/test/ocpi/2.2.1/cdrs?limit=2&offset=2>; rel=\"next\"")
        let last = ask(hub, "2.2.1/cdrs", ["offset": "4"])
        #expect(ids(last) == ["4"])
        #expect(header(last, "Link") == nil)
        #expect(ids(ask(hub, "2.2.1/cdrs", ["offset": "5"])).isEmpty)
        #expect(ids(ask(hub, "2.2.1/tokens")).isEmpty)
        #expect(ask(hub, "2.2.1/invoices").status == 404)
        #expect(ask(hub, "2.1.1/cdrs").status == 404)
    }

    /// `date_from` is within, `date_to` is not (mod_cdrs, GET, Request Parameters).
    @Test func `dates bound the list on the left side only`() throws {
        let hub = try hub { $0.pageLimit = 10 }
        let answer = ask(
            hub, "2.2.1/cdrs",
            ["date_from": "2026-10-01T00:01:00Z", "date_to": "2026-10-01T00:03:00Z"])
        #expect(ids(answer) == ["1", "2"])
        #expect(header(answer, "X-Total-Count") == "2")
        #expect(text(ask(hub, "2.2.1/cdrs", ["date_from": "yesterday"])).contains("2001"))
    }

    @Test func `each of the six has a temper of its own`() {
        let tempers = ["bharat-roaming", "chargegrid", "ev-recharge", "gireve", "hubject"]
            .map(Temper.of)
        #expect(Set(tempers).count == 5 && !tempers.contains(Temper()))
        #expect(Temper.of(hub: "volt-link") == Temper())
    }

    @Test(arguments: FaultProfile.allCases)
    func `the same seed brings the same faults, and patience gets through them`(
        _ profile: FaultProfile
    ) throws {
        let fates = try fates(profile, seed: 1)
        #expect(try self.fates(profile, seed: 1) == fates)
        let faulty = fates.filter { $0 != "200 true false" }.count
        let expectsNone = profile == .none || profile == .reordered
        #expect(expectsNone ? faulty == 0 : faulty > 20)
    }

    /// How five attempts at each of forty requests went, held against a hub without faults.
    private func fates(_ profile: FaultProfile, seed: UInt64) throws -> [String] {
        let (faulty, calm) = (try hub(faults: profile, seed: seed), try hub(seed: seed))
        return (0..<200).map { number in
            let query = ["offset": "2", "n": "\(number / 5)"]
            let (answer, good) = (ask(faulty, "2.2.1/cdrs", query), ask(calm, "2.2.1/cdrs", query))
            let isGood = answer.status == 200 && answer.body == good.body && !answer.breaksOff
            #expect(number % 5 < 3 || isGood)
            return "\(answer.status) \(isGood) \(answer.breaksOff)"
        }
    }

    @Test func `reordered pages come in another order, each once`() throws {
        let hub = try hub(faults: .reordered) { $0.pageLimit = 1 }
        var (next, seen): (String?, [String]) = ("0", [])
        while let offset = next, seen.count < 10 {
            let answer = ask(hub, "2.2.1/cdrs", ["offset": offset, "limit": "1"])
            seen += ids(answer)
            next = header(answer, "Link").flatMap { PageHead.next(inLink: $0) }
                .flatMap { WebAddress($0)?.parameter("offset") }
        }
        #expect(seen == ["0", "2", "1", "4", "3"])
    }
}
