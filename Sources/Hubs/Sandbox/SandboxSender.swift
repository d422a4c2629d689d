import AsyncHTTPClient
import Intake
import NIOCore
import NIOHTTP1
import Roaming
import Synchronization

/// Who registered with a sandbox hub, by the credentials that were sent.
struct SandboxPartner: Sendable, Hashable {
    /// Of the partner's versions endpoint.
    let url: WebAddress
    /// Token B: opens the partner's endpoints.
    let token: String
    let version: OCPIVersion
    let roles: [Credentials.Role]
}

/// The pushing side of one sandbox hub: what it has, and what becomes new, sent to the receiver
/// endpoints of the partner that registered. Whatever was not taken is sent again with the next round, so
/// the partner meets everything at least once and some things twice.
///
/// A class, because it remembers what the partner has. One task uses it.
final class SandboxSender {
    let hub: SandboxHub
    /// What is pushed, in this order.
    private let modules: [Module]
    private let http: HTTPClient
    private var partner: SandboxPartner?
    private var endpoints: [Module: WebAddress] = [:]
    /// Where the partner, as eMSP, is asked about tokens; nil where it offers none.
    private var tokens: WebAddress?
    /// Objects as the partner took them, in the order of the hub's list.
    private var taken: [Module: [SandboxStock.Object?]] = [:]
    private var refusals: [String: Int] = [:]
    private var requests = 0

    /// After so many refusals an object is the partner's own loss.
    private static let refusalsMost = 5
    private static let timeoutSeconds = 30
    private static let answerBytes = 1 << 20

    init(_ hub: SandboxHub, pushing modules: [Module], by http: HTTPClient) {
        self.hub = hub
        self.http = http
        // What others refer to goes first.
        let order: [Module] = [.locations, .tariffs, .tokens, .sessions, .cdrs]
        self.modules = order.filter(modules.contains)
    }

    /// What one round came to.
    struct Round: Equatable {
        var sent = 0
        var refused = 0
        /// Why the round ended early.
        var trouble: String?

        /// Nil when nothing happened.
        var words: String? {
            if let trouble { return trouble }
            guard sent + refused > 0 else { return nil }
            return "pushed \(sent) objects" + (refused > 0 ? ", \(refused) were refused" : "")
        }
    }

    /// Sends all that the partner does not have.
    func round() async -> Round {
        var round = Round()
        guard let registered = hub.partner else {
            (partner, endpoints, taken) = (nil, [:], [:])
            return round
        }
        if registered != partner { (partner, endpoints, taken) = (registered, [:], [:]) }
        do throws(SendFailure) {
            if endpoints.isEmpty { endpoints = try await discover(registered) }
            try await authorize(registered)
            for module in modules {
                guard let place = endpoints[module] else { continue }
                try await send(module, to: place, registered, &round)
            }
        } catch {
            round.trouble = error.text
        }
        return round
    }

    /// Versions, then the details of the version that was registered with (2.2.1
    /// version_information_endpoint): where the partner receives.
    private func discover(
        _ partner: SandboxPartner
    ) async throws(SendFailure) -> [Module: WebAddress] {
        let listed = try await ask(partner.url, partner) { (bytes, reader) throws(Reject) in
            try decodeVersions(bytes, using: &reader)
        }
        guard let line = listed.first(where: { $0.version == partner.version.rawValue }),
            let place = partner.url.resolving(line.url), place.isLoopback
        else {
            throw SendFailure("\(partner.url) lists no \(partner.version.rawValue) on this machine")
        }
        let details = try await ask(place, partner) { (bytes, reader) throws(Reject) in
            try decodeVersionDetails(bytes, using: &reader)
        }
        tokens = details.sender(of: Module.tokens.rawValue).flatMap { place.resolving($0) }
            .flatMap { $0.isLoopback ? $0 : nil }
        return modules.reduce(into: [:]) { endpoints, module in
            // A sandbox reaches nobody beyond this machine.
            guard
                let place = details.receiver(of: module.rawValue).flatMap({ place.resolving($0) }),
                place.isLoopback
            else { return }
            endpoints[module] = place
        }
    }

    /// Before a driver may charge, the charger asks who gave the token.
    private func authorize(_ partner: SandboxPartner) async throws(SendFailure) {
        for request in hub.openRequests {
            let name = "authorize \(request.reference)"
            guard let tokens else {
                // An eMSP that cannot be asked has its tokens whitelisted.
                hub.answers.withLock { $0.answer(request, .allowed(nil)) }
                continue
            }
            let body =
                "{\"location_id\":\(JSONText.quoted(request.locationID)),"
                + "\"evse_uids\":[\(JSONText.quoted(request.evseUID))]}"
            let push = Push(
                method: .POST, address: tokens.appending(request.tokenUID, "authorize"),
                name: name, body: Array(body.utf8), from: hub.stock.party)
            let answer = try await perform(push, partner)
            let info = try? answer.content { (bytes, reader) throws(Reject) in
                try decodeAuthorizationInfo(bytes, using: &reader)
            }
            // One that gave no answer is asked again with the next round, and drivers wait in line.
            guard info != nil || answer.status == 404 else { return }
            hub.answers.withLock {
                $0.answer(
                    request, info?.allowed == "ALLOWED" ? .allowed(info?.reference) : .refused)
            }
        }
    }

    private func send(
        _ module: Module, to place: WebAddress, _ partner: SandboxPartner, _ round: inout Round
    ) async throws(SendFailure) {
        let objects = hub.objects(of: module)
        var known = taken[module] ?? []
        defer { taken[module] = known }
        known += Array(repeating: nil, count: max(0, objects.count - known.count))
        var missing = objects.indices.filter { known[$0]?.bytes != objects[$0].bytes }
        if hub.faults.reordersPages { missing = Self.reversed(missing, of: objects) }
        for index in missing {
            guard
                let push = Push(
                    objects[index], after: known[index], module, of: hub.stock.party, to: place,
                    as: partner)
            else {
                // Without an id there is no address for it.
                known[index] = objects[index]
                continue
            }
            if try await deliver(push, partner) {
                (known[index], round.sent) = (objects[index], round.sent + 1)
                continue
            }
            round.refused += 1
            refusals[push.name, default: 0] += 1
            if refusals[push.name, default: 0] >= Self.refusalsMost {
                known[index] = objects[index]
            }
        }
    }

    /// The other way round, but of objects with one id the first still comes first: which CDR came
    /// first under an id is what tells it from a conflict, whoever sends it.
    private static func reversed(_ places: [Int], of objects: [SandboxStock.Object]) -> [Int] {
        var reader = JSONReader()
        let ids = places.map { place in
            objects[place].bytes.withUnsafeBytes { readIdentity($0, using: &reader).id ?? "" }
        }
        var waiting = Dictionary(grouping: zip(ids, places), by: \.0).mapValues { $0.map(\.1)[...] }
        return ids.reversed().compactMap { waiting[$0]?.popFirst() }
    }

    /// - Returns: whether the partner took it.
    private func deliver(
        _ push: Push, _ partner: SandboxPartner
    ) async throws(SendFailure) -> Bool {
        var attempt = 0
        while let fault = hub.faults.fault(
            seed: hub.seed, hub: hub.stock.hub, request: "push \(push.name)", attempt: attempt)
        {
            attempt += 1
            switch fault {
            // The answer is lost on the way, so the hub takes it for not delivered.
            case .drop, .error, .statusError, .throttle: _ = try await perform(push, partner)
            // Half of it arrives.
            case .truncate:
                var half = push
                half.body.removeLast((push.body.count + 1) / 2)
                _ = try await perform(half, partner)
            case .otherPage:
                guard try await perform(push, partner).isTaken else { return false }
            }
        }
        let answer = try await perform(push, partner)
        guard answer.isTaken else { return false }
        guard push.method == .POST else { return true }
        // A CDR is where Location says, or it was not taken (mod_cdrs, POST Method).
        guard let location = answer.location, let place = push.address.resolving(location),
            place.isLoopback
        else { return false }
        let kept = Push(method: .GET, address: place, name: push.name, body: [], from: push.from)
        return try await perform(kept, partner).isTaken
    }

    private func ask<Content>(
        _ place: WebAddress, _ partner: SandboxPartner,
        _ decode: (UnsafeRawBufferPointer, inout JSONReader) throws(Reject) -> HubReply<Content>
    ) async throws(SendFailure) -> Content {
        let push = Push(method: .GET, address: place, name: place.description, body: [], from: nil)
        let answer = try await perform(push, partner)
        do throws(HubFault) { return try answer.content(decode) } catch {
            throw SendFailure(error.text)
        }
    }

    private func perform(
        _ push: Push, _ partner: SandboxPartner
    ) async throws(SendFailure) -> HubAnswer {
        guard push.address.isLoopback else { throw SendFailure("\(push.address) is far away") }
        requests += 1
        let request = HubRequest(
            method: push.method, address: push.address, token: partner.token,
            // One that takes tokens unencoded sends them so.
            encoding: hub.temper.takesPlainTokens
                ? .plain : Authorization.Encoding(partner.version),
            body: push.method == .GET ? nil : push.body,
            requestID: Lot.identifier(["push", hub.stock.hub, String(hub.seed), String(requests)]),
            correlationID: Lot.identifier(["push", hub.stock.hub, push.name]),
            routing: partner.version == .v211 ? [] : push.routing(to: partner))
        do {
            return try await request.send(
                by: http, timeoutSeconds: Self.timeoutSeconds, bodyBytes: Self.answerBytes)
        } catch {
            throw SendFailure("\(push.address): \(error)")
        }
    }
}

/// Why a round ends: nobody at home, or nobody who speaks OCPI.
private struct SendFailure: Error {
    let text: String

    init(_ text: String) { self.text = text }
}

/// One object on its way.
private struct Push {
    var method: HTTPMethod
    var address: WebAddress
    /// The same for the same object.
    var name: String
    var body: [UInt8]
    var from: PartyID?

    init(method: HTTPMethod, address: WebAddress, name: String, body: [UInt8], from: PartyID?) {
        (self.method, self.address, self.name) = (method, address, name)
        (self.body, self.from) = (body, from)
    }

    /// CDRs are posted; all else has an address of its own, below party and id, and is patched when the
    /// partner has an older version. Nil for an object without an id, or without a party that needs one.
    init?(
        _ object: SandboxStock.Object, after older: SandboxStock.Object?, _ module: Module,
        of owner: PartyID?, to place: WebAddress, as partner: SandboxPartner
    ) {
        var reader = JSONReader()
        let bytes = partner.version == .v230 ? Shape230.of(object.bytes) : object.bytes
        let identity = bytes.withUnsafeBytes { readIdentity($0, using: &reader) }
        guard let id = identity.id else { return nil }
        name = "\(module.rawValue) \(id) \(object.lastUpdated?.description ?? "")"
        from = identity.party ?? owner
        guard module != .cdrs else {
            (method, address, body) = (.POST, place, bytes)
            return
        }
        guard let party = from else { return nil }
        let type = module == .tokens ? RawJSON(bytes)?.text("type") : nil
        address = place.place(of: id, party, tokenType: type)
        guard let older, let new = RawJSON(bytes),
            let old = RawJSON(
                partner.version == .v230 ? Shape230.of(older.bytes) : older.bytes)
        else {
            (method, body) = (.PUT, bytes)
            return
        }
        (method, body) = (.PATCH, new.changes(from: old).bytes)
    }

    /// From the object's party to ours (transport_and_format, Message routing headers).
    func routing(to partner: SandboxPartner) -> [(name: String, value: String)] {
        guard let from else { return [] }
        let wanted = name.hasPrefix("tokens") ? "CPO" : "EMSP"
        let role = partner.roles.first { $0.role == wanted } ?? partner.roles.first
        let to = role.map { role in
            [
                (name: "OCPI-to-country-code", value: role.party.country),
                (name: "OCPI-to-party-id", value: role.party.party),
            ]
        }
        return [
            (name: "OCPI-from-country-code", value: from.country),
            (name: "OCPI-from-party-id", value: from.party),
        ] + (to ?? [])
    }
}

extension HubAnswer {
    /// Success by HTTP and by OCPI.
    fileprivate var isTaken: Bool {
        guard (200...299).contains(status) else { return false }
        let decoded = try? reply { (bytes, reader) throws(Reject) in
            try decodeStatus(bytes, using: &reader)
        }
        return decoded != nil
    }
}
