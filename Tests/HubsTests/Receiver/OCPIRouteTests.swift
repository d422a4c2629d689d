import Intake
import Roaming
import Testing

@testable import Hubs

/// What addresses mean.
@Suite struct OCPIRouteTests {
    private func route(_ path: String) -> OCPIRoute {
        OCPIRoute(path.split(separator: "/").map(String.init))
    }

    @Test func `two interfaces of a module have two addresses, and in 2-1-1 one`() {
        #expect(route("versions") == .versions)
        #expect(route("2.2.1") == .details(.v221))
        #expect(route("2.3.0/credentials") == .credentials(.v230))
        #expect(route("2.2.1/sender/cdrs") == .sender(.v221, .cdrs, []))
        #expect(
            route("2.2.1/receiver/locations/BE/BEC/LOC1/3256")
                == .receiver(.v221, .locations, ["BE", "BEC", "LOC1", "3256"]))
        #expect(
            route("2.1.1/tokens/NL/TNM/012345678") == .either(.tokens, ["NL", "TNM", "012345678"]))
        #expect(route("2.2.1/receiver/commands/START_SESSION") == .command(.v221, "START_SESSION"))
        #expect(route("2.1.1/commands/START_SESSION") == .command(.v211, "START_SESSION"))
        #expect(route("2.2.1/receiver/commandsSTOP_SESSION") == .command(.v221, "STOP_SESSION"))
        #expect(route("2.2.1/receiver/commands") == .unknown)
        #expect(route("2.3.0/sender/invoicereconciliation") == .invoices(.sender, []))
        #expect(route("2.2.1/sender/invoicereconciliation") == .unknown)
        #expect(
            route("2.2.1/receiver/hubclientinfo/NL/ALL") == .clientInfo(.v221, ["NL", "ALL"]))
    }

    @Test(arguments: [
        "2.0", "2.2.1/cdrs", "2.1.1/receiver/cdrs", "2.2.1/sender/hubclientinfo", "2.2.1/sender",
        "2.2.1/receiver/chargingprofiles", "versions/x", "2.2.1/credentials/x", "x",
    ])
    func `what no version has leads nowhere`(_ path: String) {
        #expect(route(path) == .unknown)
    }

    /// The shape of version_details_example.json, and all endpoints of what we are.
    @Test func `details list the endpoints of our roles with theirs`() throws {
        let root = try #require(WebAddress("https://us.example/ocpi"))
        func read(
            _ version: OCPIVersion, _ roles: [String], push: [Module] = Module.allCases,
            records: Bool = false
        ) throws -> VersionDetails {
            var rule = try ConnectionRule.test(1, version: version)
            let party = try #require(PartyID("IN-MGM"))
            rule.roles = roles.map { .init(role: $0, party: party) }
            (rule.push, rule.pushesInvoiceRecords) = (push, records)
            let data = OwnEndpoints.details(version, of: rule, at: root)
            var reader = JSONReader()
            let reply = try Array("{\"data\":\(data),\"status_code\":1000}".utf8)
                .withUnsafeBytes { try decodeVersionDetails($0, using: &reader) }
            return try #require(reply.content)
        }
        let both = try read(.v221, ["CPO", "EMSP"])
        #expect(both.version == "2.2.1")
        let named = both.endpoints.map { "\($0.identifier) \($0.role ?? "")" }
        #expect(
            Set(named)
                == Set(
                    Module.allCases.flatMap {
                        ["\($0.rawValue) SENDER", "\($0.rawValue) RECEIVER"]
                    }
                        + ["credentials RECEIVER", "commands RECEIVER", "hubclientinfo RECEIVER"]))
        #expect(Set(both.endpoints.map(\.url)).count == both.endpoints.count)
        // What the rule does not list under `push:` has no receiver.
        let quiet = try read(.v221, ["CPO", "EMSP"], push: [.tokens]).endpoints
            .filter { $0.role == "RECEIVER" }.map(\.identifier)
        #expect(Set(quiet) == ["tokens", "credentials", "commands", "hubclientinfo"])
        let new = try read(.v230, ["CPO"], records: true).endpoints
            .filter { $0.identifier == "invoicereconciliation" }.map { $0.role ?? "" }
        #expect(new == ["SENDER", "RECEIVER"])
        let owed = try read(.v230, ["CPO"]).endpoints
            .filter { $0.identifier == "invoicereconciliation" }.map { $0.role ?? "" }
        #expect(owed == ["SENDER"])
        // An eMSP gives tokens away and takes the rest; nobody commands it.
        let eMSP = try read(.v221, ["EMSP"]).endpoints.map { "\($0.identifier) \($0.role ?? "")" }
        #expect(eMSP.contains("tokens SENDER") && eMSP.contains("cdrs RECEIVER"))
        #expect(!eMSP.contains("cdrs SENDER") && !eMSP.contains("commands RECEIVER"))
        let old = try read(.v211, ["CPO", "EMSP"]).endpoints
        #expect(old.allSatisfy { $0.role == nil })
        #expect(
            old.contains {
                $0.identifier == "cdrs" && $0.url == "https://us.example/ocpi/2.1.1/cdrs"
            })
        #expect(!old.contains { $0.identifier == "hubclientinfo" })
        for version in OCPIVersion.allCases {
            for endpoint in try read(version, ["CPO", "EMSP"]).endpoints {
                let steps = endpoint.url.split(separator: "/").dropFirst(3).map(String.init)
                var route = OCPIRoute(steps)
                if endpoint.identifier == "commands" { route = OCPIRoute(steps + ["STOP_SESSION"]) }
                #expect(route != .unknown, "\(endpoint.url)")
                #expect(route.version == version)
            }
        }
    }

    @Test func `addresses are unescaped once, and broken escapes are no address`() throws {
        let target = try #require(
            OCPIRoutes.target("/ocpi/2.2.1/receiver/tokens/NL/TNM/a%2Fb%25", "type=AD_HOC_USER&x"))
        #expect(target.path == ["2.2.1", "receiver", "tokens", "NL", "TNM", "a/b%"])
        #expect(target.query == ["type": "AD_HOC_USER", "x": ""])
        #expect(OCPIRoutes.target("/ocpi/%2", "") == nil)
        #expect(OCPIRoutes.target("/ocpi/%zz", "") == nil)
        #expect(OCPIRoutes.target("/ocpi/%00", "") == nil)
        #expect(OCPIRoutes.target("/ocpi/%FF", "") == nil)
        #expect(OCPIRoutes.target("/other/2.2.1", "") == nil)
    }

    @Test func `a command of another version is none`() {
        #expect(OCPICommand("CANCEL_RESERVATION", in: .v221) == .cancelReservation)
        #expect(OCPICommand("CANCEL_RESERVATION", in: .v211) == nil)
        #expect(OCPICommand("MAKE_COFFEE", in: .v230) == nil)
    }

    @Test func `routing headers name whole parties, and us`() throws {
        let ours: Set = [try #require(PartyID("IN-MGM"))]
        #expect(Routing().objection(ours: ours) == nil)
        let to = Routing(toCountry: "in", toParty: "mgm", fromCountry: "NL", fromParty: "TNM")
        #expect(to.objection(ours: ours) == nil)
        #expect(to.from == PartyID("NL-TNM"))
        #expect(Routing(toCountry: "IN", toParty: "ZZZ").objection(ours: ours) != nil)
        #expect(Routing(toCountry: "IN").objection(ours: ours) != nil)
        #expect(Routing(fromCountry: "NL", fromParty: "TOOLONG").objection(ours: ours) != nil)
    }
}
