import Foundation
import Hubs
import Intake
import Roaming
import Store

/// The credentials endpoint (2.2.1 credentials): a hub registers, renews, asks and leaves.
struct Registrar: Sendable {
    let rules: Rules
    let box: SecretBox
    let versions: WebAddress
    let threads: ConnectionThreads
    let clock: @Sendable () -> Instant

    func answer(_ call: OCPICall, _ visitor: HubVisitor) async throws -> OCPIReply {
        switch (call.method, visitor.standing) {
        case ("GET", _):
            guard let token = Authorization.candidates(call.authorization ?? "").first else {
                return .unauthorized
            }
            return .success(own(visitor.rule, token: token))
        case ("POST", .invited): return try await exchange(call, visitor, as: .registered)
        case ("PUT", .registered): return try await exchange(call, visitor, as: .rotated)
        case ("DELETE", .registered): return try await leave(visitor)
        case ("POST", _):
            return .notAllowed("you are registered; PUT renews", allow: "GET, PUT, DELETE")
        default: return .notAllowed("you are not registered; POST does", allow: "GET, POST")
        }
    }

    private func exchange(
        _ call: OCPICall, _ visitor: HubVisitor, as kind: HubEvent.Kind
    ) async throws -> OCPIReply {
        let theirs: Credentials
        var reader = JSONReader()
        let read = call.body.withUnsafeBytes { bytes in
            Result { () throws(Reject) in try decodeCredentials(bytes, using: &reader) }
        }
        switch read {
        case .success(let credentials): theirs = credentials
        case .failure(let reject): return reject.reply
        }
        var rule = visitor.rule
        guard let place = WebAddress(theirs.url) else {
            return .refused(2001, "/url is no web address")
        }
        // Where a hub may be asked, its rule says; not whoever comes with a token.
        if let objection = rule.objection(to: place) { return .refused(2001, "/url: \(objection)") }
        rule.versionsURL = place
        // The hub waits for our answer while we ask.
        (rule.attempts, rule.timeoutSeconds) = (1, min(10, rule.timeoutSeconds))
        let link: HubLink
        switch await offered(rule, token: theirs.token) {
        case .failure(let reply): return reply
        case .success(let endpoints):
            link = HubLink(
                hub: rule.hub, version: rule.version, token: theirs.token,
                tokenForHub: SecretBox.newToken(), endpoints: endpoints, roles: theirs.roles)
        }
        let (rules, box, clock) = (rules, box, clock)
        try await threads.run { connection in
            try HubDesk(rules: rules, connection: connection, box: box, clock: clock)
                .save(link, as: kind)
        }
        return .success(own(visitor.rule, token: link.tokenForHub))
    }

    private enum Offer {
        case success([ListedEndpoint])
        case failure(OCPIReply)
    }

    /// "The server must also fetch the client's endpoints for this version" (credentials, POST).
    private func offered(_ rule: ConnectionRule, token: String) async -> Offer {
        let client = HubClient(rule, run: UUID().uuidString, clock: clock)
        let offer: Offer
        do throws(HubFault) {
            let (version, details) = try await client.offered(token: token)
            if version != rule.version {
                offer = .failure(
                    .troubled(
                        3002, "you offer \(version.rawValue), we speak \(rule.version.rawValue)",
                        status: 200))
            } else if let module = rule.pull.first(where: {
                details.sender(of: $0.rawValue) == nil
            }) {
                offer = .failure(
                    .troubled(3003, "you offer no \(module.rawValue) for us to ask", status: 200))
            } else {
                offer = .success(details.endpoints)
            }
        } catch {
            // Only what is known to be without secrets: the address and how it answered.
            offer = .failure(.troubled(3001, "your versions: \(error.text)", status: 200))
        }
        await client.close()
        return offer
    }

    private func leave(_ visitor: HubVisitor) async throws -> OCPIReply {
        let (hub, version, now) = (visitor.name, visitor.rule.version, clock())
        try await threads.run { connection in
            try connection.save(
                HubEvent(
                    hub: hub, kind: .left, at: now, version: version, tokens: nil, endpoints: []))
        }
        return .success()
    }

    /// Our Credentials object with the token for the hub's requests.
    private func own(_ rule: ConnectionRule, token: String) -> String {
        rule.credentials(
            rule.version, token: token, HubDesk.identity(rule, rules, at: versions))
    }
}
