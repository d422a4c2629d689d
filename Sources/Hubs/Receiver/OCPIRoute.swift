package import Intake
package import Roaming

/// Where a request leads. Below `/ocpi` stand `versions`, `2.2.1` (its details) and
/// `2.2.1/sender/cdrs` or `2.2.1/receiver/cdrs`: two interfaces of a module, two addresses. 2.1.1
/// has one endpoint a module, so there it is `2.1.1/cdrs` for both.
package enum OCPIRoute: Sendable, Hashable {
    case versions
    case details(OCPIVersion)
    case credentials(OCPIVersion)
    /// The rest of the path, behind the module's name.
    case sender(OCPIVersion, Module, [String])
    case receiver(OCPIVersion, Module, [String])
    /// 2.1.1: which of the two, the method and the path decide.
    case either(Module, [String])
    case command(OCPIVersion, String)
    case clientInfo(OCPIVersion, [String])
    /// Invoice records, which 2.3.0 brought.
    case invoices(Interface, [String])
    case unknown

    package enum Interface: String, Sendable {
        case sender, receiver
    }

    /// Nil for what every version has.
    package var version: OCPIVersion? {
        switch self {
        case .details(let version), .credentials(let version), .sender(let version, _, _),
            .receiver(let version, _, _), .command(let version, _), .clientInfo(let version, _):
            version
        case .either: .v211
        case .invoices: .v230
        case .versions, .unknown: nil
        }
    }

    package init(_ path: [String]) {
        guard let first = path.first else {
            self = .versions
            return
        }
        if path == ["versions"] {
            self = .versions
            return
        }
        guard let version = OCPIVersion(rawValue: first) else {
            self = .unknown
            return
        }
        let rest = Array(path.dropFirst())
        switch rest.first {
        case nil: self = .details(version)
        case "credentials" where rest.count == 1: self = .credentials(version)
        case "sender", "receiver":
            guard version != .v211, let interface = Interface(rawValue: rest[0]) else {
                self = .unknown
                return
            }
            self = Self.module(version, interface, Array(rest.dropFirst()))
        case let name? where version == .v211: self = Self.old(name, Array(rest.dropFirst()))
        default: self = .unknown
        }
    }

    private static func module(
        _ version: OCPIVersion, _ interface: Interface, _ path: [String]
    ) -> OCPIRoute {
        guard let name = path.first else { return .unknown }
        let rest = Array(path.dropFirst())
        if let module = Module(rawValue: name) {
            return interface == .sender
                ? .sender(version, module, rest) : .receiver(version, module, rest)
        }
        if name == OwnEndpoints.invoices, version == .v230 { return .invoices(interface, rest) }
        guard interface == .receiver else { return .unknown }
        if name == "hubclientinfo" { return .clientInfo(version, rest) }
        return command(version, name, rest)
    }

    private static func old(_ name: String, _ rest: [String]) -> OCPIRoute {
        if let module = Module(rawValue: name) { return .either(module, rest) }
        return command(.v211, name, rest)
    }

    /// "{commands_endpoint_url}{command}" (mod_commands, Receiver Interface): with a slash between them,
    /// or as it stands there.
    private static func command(
        _ version: OCPIVersion, _ name: String, _ rest: [String]
    ) -> OCPIRoute {
        let module = "commands"
        if name == module, rest.count == 1 { return .command(version, rest[0]) }
        guard name.hasPrefix(module), name != module, rest.isEmpty else { return .unknown }
        return .command(version, String(name.dropFirst(module.count)))
    }
}

/// Our own version details: what a hub finds at which address, by what we are to it.
package enum OwnEndpoints {
    package static let invoices = "invoicereconciliation"

    /// - Parameters:
    ///   - rule: what we are on this link, and which modules may be pushed over it.
    ///   - root: what `versions` stands below: `https://us.example/ocpi`.
    package static func details(
        _ version: OCPIVersion, of rule: ConnectionRule, at root: WebAddress
    ) -> String {
        let roles = Set(rule.roles.map(\.role))
        let base = root.appending(version.rawValue)
        var lines: [String] = []
        func add(_ identifier: String, _ role: String, _ url: WebAddress) {
            let role = version == .v211 ? "" : "\"role\":\"\(role)\","
            let url = JSONText.quoted(url.description)
            lines.append("{\"identifier\":\"\(identifier)\",\(role)\"url\":\(url)}")
        }
        // One for both directions; which role it names means nothing (version_information_endpoint).
        add("credentials", "RECEIVER", base.appending("credentials"))
        for module in Module.allCases {
            let owner = module == .tokens ? "EMSP" : "CPO"
            let reader = module == .tokens ? "CPO" : "EMSP"
            let isTaken = roles.contains(reader) && rule.push.contains(module)
            guard version != .v211 else {
                if roles.contains(owner) || isTaken {
                    add(module.rawValue, "", base.appending(module.rawValue))
                }
                continue
            }
            if roles.contains(owner) {
                add(module.rawValue, "SENDER", base.appending("sender", module.rawValue))
            }
            if isTaken {
                add(module.rawValue, "RECEIVER", base.appending("receiver", module.rawValue))
            }
        }
        if version == .v230 {
            add(invoices, "SENDER", base.appending("sender", invoices))
            if rule.pushesInvoiceRecords {
                add(invoices, "RECEIVER", base.appending("receiver", invoices))
            }
        }
        if roles.contains("CPO") {
            add(
                "commands", "RECEIVER",
                version == .v211
                    ? base.appending("commands") : base.appending("receiver", "commands"))
        }
        if version != .v211 {
            add("hubclientinfo", "RECEIVER", base.appending("receiver", "hubclientinfo"))
        }
        return
            "{\"version\":\"\(version.rawValue)\",\"endpoints\":[\(lines.joined(separator: ","))]}"
    }

    package static func versions(_ version: OCPIVersion, at root: WebAddress) -> String {
        let url = JSONText.quoted(root.appending(version.rawValue).description)
        return "[{\"version\":\"\(version.rawValue)\",\"url\":\(url)}]"
    }
}

extension OCPIVersion {
    /// What a command is answered here (mod_commands, CommandResponse): we settle, others operate.
    package var commandResponse: String {
        self == .v211
            ? "{\"result\":\"NOT_SUPPORTED\"}" : "{\"result\":\"NOT_SUPPORTED\",\"timeout\":0}"
    }
}

/// The commands of a version; nil for a name that is none.
package enum OCPICommand: String, Sendable, CaseIterable {
    case reserveNow = "RESERVE_NOW"
    case cancelReservation = "CANCEL_RESERVATION"
    case startSession = "START_SESSION"
    case stopSession = "STOP_SESSION"
    case unlockConnector = "UNLOCK_CONNECTOR"

    package init?(_ name: String, in version: OCPIVersion) {
        self.init(rawValue: name)
        // 2.1.1 has no cancelling (mod_commands 4.2).
        if version == .v211, self == .cancelReservation { return nil }
    }
}
