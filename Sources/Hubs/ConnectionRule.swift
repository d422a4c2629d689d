package import Intake
package import Roaming

/// The `connection:` of `Rules/hubs/<hub>.yaml`: how a hub is reached and how gently.
package struct ConnectionRule: Sendable, Hashable {
    /// The rule file's name.
    package var hub: String
    /// The newest version we speak with it (the hub's rule).
    package var version: OCPIVersion
    package var versionsURL: WebAddress
    /// `host` or `host:port`: the only places that are ever asked, whatever the hub's answers name.
    package var hosts: Set<String>
    /// What we are there: our CPO, our eMSP, or both.
    package var roles: [OwnRole]
    package var pull: [Module]
    /// What goes by push on this link: what the hub may send us, and what of ours we send it.
    package var push: [Module]
    /// The same of invoice records (2.3.0).
    package var pushesInvoiceRecords: Bool
    /// Objects asked for at once; the hub may give fewer.
    package var pageSize: Int
    /// Seconds before the bookmark from which a pull asks again, for what comes late or back-dated.
    package var overlapSeconds: Int64
    package var requestsPerSecond: Int
    /// Requests of the hub that change something here; more are asked to come later.
    package var pushesPerSecond: Int
    /// Of one request, from connecting to the last byte.
    package var timeoutSeconds: Int
    /// Of one request that fails in a way that may pass.
    package var attempts: Int
    /// Pause before the second attempt; it doubles from there on.
    package var firstPauseMilliseconds: Int
    /// Largest answer taken, after unpacking.
    package var bodyBytes: Int
    /// Where token A is found, which the hub gave us outside of OCPI.
    package var secret: SecretPlace
    /// Nil: as the version asks for.
    package var tokenEncoding: Authorization.Encoding?
    /// Plain HTTP may leave this machine.
    package var allowsPlainHTTP: Bool
    /// Path of a PEM file: who signs the hub's certificate; nil for those that this machine trusts.
    package var certificateAuthority: String?
    package var schedule: PullSchedule
    /// Who helps there, in words for people.
    package var contact: String?

    package struct OwnRole: Sendable, Hashable {
        /// `CPO` or `EMSP`
        package var role: String
        package var party: PartyID

        package init(role: String, party: PartyID) {
            self.role = role
            self.party = party
        }
    }

    package init(
        hub: String, version: OCPIVersion, versionsURL: WebAddress, hosts: Set<String>,
        roles: [OwnRole], pull: [Module], push: [Module] = [],
        pushesInvoiceRecords: Bool = false, pageSize: Int = 1000,
        overlapSeconds: Int64 = 3600, requestsPerSecond: Int = 10, pushesPerSecond: Int = 1000,
        timeoutSeconds: Int = 60,
        attempts: Int = 6, firstPauseMilliseconds: Int = 500, bodyBytes: Int = 64 << 20,
        secret: SecretPlace, tokenEncoding: Authorization.Encoding? = nil,
        allowsPlainHTTP: Bool = false, certificateAuthority: String? = nil,
        schedule: PullSchedule = .always, contact: String? = nil
    ) {
        self.hub = hub
        self.version = version
        self.versionsURL = versionsURL
        self.hosts = hosts
        self.roles = roles
        self.pull = pull
        self.push = push
        self.pushesInvoiceRecords = pushesInvoiceRecords
        self.pageSize = pageSize
        self.overlapSeconds = overlapSeconds
        self.requestsPerSecond = requestsPerSecond
        self.pushesPerSecond = pushesPerSecond
        self.timeoutSeconds = timeoutSeconds
        self.attempts = attempts
        self.firstPauseMilliseconds = firstPauseMilliseconds
        self.bodyBytes = bodyBytes
        self.secret = secret
        self.tokenEncoding = tokenEncoding
        self.allowsPlainHTTP = allowsPlainHTTP
        self.certificateAuthority = certificateAuthority
        self.schedule = schedule
        self.contact = contact
    }

    /// The encoding of our tokens in requests to the hub.
    package var encoding: Authorization.Encoding {
        tokenEncoding ?? Authorization.Encoding(version)
    }

    /// Why an address must not be asked; nil when it may be. It holds for every address: of the rule,
    /// of an endpoint, of `Link` and of a redirect.
    package func objection(to address: WebAddress) -> String? {
        guard hosts.contains(address.hostAndPort) else {
            return "\(address.hostAndPort) is not among the hosts of hubs/\(hub).yaml"
        }
        guard address.scheme == .https || address.isLoopback || allowsPlainHTTP else {
            return "\(address.hostAndPort) would be asked without TLS; hubs/\(hub).yaml does not"
                + " say insecure_http: \"yes\""
        }
        return nil
    }
}

/// Where a secret is, never the secret itself.
package enum SecretPlace: Sendable, Hashable, CustomStringConvertible {
    /// The name of an environment variable.
    case environment(String)
    /// The path of a file that only its owner can read.
    case file(String)

    /// Reads `env:NAME` or `file:/path`.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        let name = String(parts[1])
        switch parts[0] {
        case "env":
            let isName = name.utf8.allSatisfy {
                (65...90).contains($0) || (48...57).contains($0) || $0 == 95
            }
            guard isName else { return nil }
            self = .environment(name)
        case "file":
            guard name.hasPrefix("/") else { return nil }
            self = .file(name)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }
}
