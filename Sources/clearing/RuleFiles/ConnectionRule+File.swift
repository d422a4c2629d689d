import Hubs
import Intake
import Rating
import Roaming

extension ConnectionRule {
    /// `connection:` of `Rules/hubs/<name>.yaml`; nil where the hub is a folder of files only.
    static func read(
        _ root: RuleNode, hub: String, version: OCPIVersion, ours: Set<PartyID>
    ) throws(RuleProblem) -> ConnectionRule? {
        guard let node = root.child("connection") else { return nil }
        return try node.map { (map) throws(RuleProblem) in
            let url = try map.require("versions_url")
            let push = try pushes(map.require("push"), version)
            let rule = ConnectionRule(
                hub: hub, version: version, versionsURL: try url.address(),
                hosts: try hosts(map.require("hosts")),
                roles: try roles(map.require("roles"), ours: ours),
                pull: try modules(map.require("pull")), push: push.modules,
                pushesInvoiceRecords: push.invoiceRecords,
                pageSize: try map.optional("page_size")?.integer(in: 1...10_000) ?? 1000,
                overlapSeconds: Int64(
                    try map.optional("overlap_seconds")?.integer(in: 0...2_678_400) ?? 3600),
                requestsPerSecond: try map.optional("requests_per_second")?.integer(in: 1...1000)
                    ?? 10,
                pushesPerSecond: try map.optional("pushes_per_second")?.integer(in: 1...100_000)
                    ?? 1000,
                timeoutSeconds: try map.optional("timeout_seconds")?.integer(in: 1...600) ?? 60,
                attempts: try map.optional("attempts")?.integer(in: 1...20) ?? 6,
                firstPauseMilliseconds: try map.optional("first_pause_milliseconds")?
                    .integer(in: 1...60_000) ?? 500,
                bodyBytes: (try map.optional("answer_megabytes")?.integer(in: 1...1024) ?? 64)
                    << 20,
                secret: try secret(map.require("token")),
                tokenEncoding: try map.optional("token_encoding")?
                    .choice(Authorization.Encoding.self),
                allowsPlainHTTP: try map.optional("insecure_http")?.yesOrNo() ?? false,
                certificateAuthority: try map.optional("certificate_authority")?.text(),
                schedule: try schedule(&map), contact: try map.optional("contact")?.text())
            if let objection = rule.objection(to: rule.versionsURL) { throw url.problem(objection) }
            return rule
        }
    }

    private static func hosts(_ node: RuleNode) throws(RuleProblem) -> Set<String> {
        var hosts: Set<String> = []
        for item in try node.list() {
            let text = try item.text()
            // As an address is written, so that both are compared in one spelling.
            guard let https = WebAddress("https://" + text), https.path == "/", https.query == nil,
                !text.contains("/"), https.hostAndPort == text || text.hasSuffix(":443")
            else {
                throw item.problem("expected a host like \"hub.example\" or \"127.0.0.1:8722\"")
            }
            hosts.insert(https.hostAndPort)
        }
        guard !hosts.isEmpty else { throw node.problem("name at least one host") }
        return hosts
    }

    /// `{CPO: "IN-MGM", EMSP: "IN-MGE"}`
    private static func roles(
        _ node: RuleNode, ours: Set<PartyID>
    ) throws(RuleProblem) -> [OwnRole] {
        let roles = try node.map { (map) throws(RuleProblem) in
            var roles: [OwnRole] = []
            for name in ["CPO", "EMSP"] {
                guard let party = map.optional(name) else { continue }
                let ownRole = OwnRole(role: name, party: try party.party())
                guard ours.contains(ownRole.party) else {
                    throw party.problem("\(ownRole.party) is not among `ours` of this hub")
                }
                roles.append(ownRole)
            }
            return roles
        }
        guard !roles.isEmpty else { throw node.problem("say what we are there: CPO, EMSP or both") }
        return roles
    }

    /// Modules, and `invoicereconciliation`, which 2.3.0 brought.
    private static func pushes(
        _ node: RuleNode, _ version: OCPIVersion
    ) throws(RuleProblem) -> (modules: [Module], invoiceRecords: Bool) {
        var (records, rest): ([RuleNode], [RuleNode]) = ([], [])
        for item in try node.list() {
            if try item.text() == OwnEndpoints.invoices {
                records.append(item)
            } else {
                rest.append(item)
            }
        }
        if let first = records.first, version != .v230 {
            throw first.problem("there are invoice records from OCPI 2.3.0 on")
        }
        if records.count > 1 {
            throw records[1].problem("`\(OwnEndpoints.invoices)` stands here twice; keep one")
        }
        return (try modules(rest), !records.isEmpty)
    }

    private static func modules(_ node: RuleNode) throws(RuleProblem) -> [Module] {
        try modules(node.list())
    }

    private static func modules(_ items: [RuleNode]) throws(RuleProblem) -> [Module] {
        var modules: [Module] = []
        for item in items {
            let module = try item.choice(Module.self)
            guard !modules.contains(module) else {
                throw item.problem("`\(module.rawValue)` stands here twice; keep one")
            }
            modules.append(module)
        }
        return modules
    }

    /// `schedule`, and what a daily one needs; without it a cut-off would say something nobody heeds.
    private static func schedule(_ map: inout RuleMap) throws(RuleProblem) -> PullSchedule {
        let name = try map.optional("schedule")?.choice(PullSchedule.Name.self) ?? .always
        let (cutOff, zone) = (map.optional("cut_off"), map.optional("time_zone"))
        guard name == .daily else {
            if let stray = cutOff ?? zone {
                throw stray.problem("only a hub with schedule: \"daily\" is asked after a cut-off")
            }
            return name == .hourly ? .hourly : .always
        }
        let place = try map.require("cut_off")
        let time = try place.text()
        guard time.utf8.count == 5, let moment = Instant("1970-01-01T\(time):00Z") else {
            throw place.problem("expected a time of day like \"02:00\"")
        }
        let zonePlace = try map.require("time_zone")
        guard WallClock(zone: try zonePlace.text()) != nil else {
            throw zonePlace.problem("expected an IANA time zone like \"Asia/Kolkata\"")
        }
        return .daily(cutOff: Int(moment.seconds), timeZone: try zonePlace.text())
    }

    private static func secret(_ node: RuleNode) throws(RuleProblem) -> SecretPlace {
        guard let place = SecretPlace(try node.text()) else {
            throw node.problem(
                "never put a token here; say where it is: \"env:NAME\" or \"file:/path\" (mode 600)"
            )
        }
        return place
    }
}

extension RuleNode {
    fileprivate func address() throws(RuleProblem) -> WebAddress {
        guard let address = WebAddress(try text()) else {
            throw problem("expected an address like \"https://hub.example/ocpi/versions\"")
        }
        return address
    }
}
