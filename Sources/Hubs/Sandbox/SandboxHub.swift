import Hashing
package import Intake
package import Roaming
import Synchronization

/// What one sandbox hub has to give.
package struct SandboxStock: Sendable {
    package struct Object: Sendable {
        /// JSON, as it was written.
        package let bytes: [UInt8]
        package let lastUpdated: Instant?
        /// What has to be allowed before it comes to be; nil for what has nothing to do with a driver, or
        /// is long past.
        package let request: Request?

        package init(bytes: [UInt8], lastUpdated: Instant?, request: Request? = nil) {
            self.bytes = bytes
            self.lastUpdated = lastUpdated
            self.request = request
        }
    }

    /// A real-time authorization that a charger asks for (mod_tokens).
    package struct Request: Sendable, Hashable {
        /// What the object names until the driver's eMSP has given another reference.
        package let reference: String
        package let tokenUID: String
        package let locationID: String
        package let evseUID: String

        package init(reference: String, tokenUID: String, locationID: String, evseUID: String) {
            self.reference = reference
            self.tokenUID = tokenUID
            self.locationID = locationID
            self.evseUID = evseUID
        }
    }

    package var hub: String
    package var version: OCPIVersion
    /// Whose its objects are that name no party, as those of 2.1.1.
    package var party: PartyID?
    /// Oldest first, as the specification advises.
    package var objects: [Module: [Object]]

    package init(
        hub: String, version: OCPIVersion, party: PartyID? = nil, objects: [Module: [Object]]
    ) {
        self.hub = hub
        self.version = version
        self.party = party
        self.objects = objects
    }
}

/// What else a hub has by a moment of its own time, beside its stock: its name, a module, the moment. An
/// object that changed is there as it is now, in its old place.
package typealias LiveStock =
    @Sendable (_ hub: String, _ module: Module, _ now: Instant) -> [SandboxStock.Object]

/// What reaches a sandbox hub, without HTTP around it.
struct SandboxRequest: Sendable {
    var method: String
    /// Below the hub: `["2.2.1", "cdrs"]`.
    var path: [String]
    var query: [String: String] = [:]
    var authorization: String?
    var routing = Routing()
    var body: [UInt8] = []

    /// The same for the same request asked again.
    var name: String {
        let parameters = query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let content = body.isEmpty ? "" : " \(digest(of: body))"
        return "\(method) \(path.joined(separator: "/"))?\(parameters.joined(separator: "&"))"
            + content
    }
}

struct SandboxAnswer: Sendable {
    var status = 200
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// The connection breaks off after half of the body.
    var breaksOff = false
}

/// One of the sandbox's hubs: an OCPI server in memory. A class, because requests on many connections
/// share its registration.
package final class SandboxHub: Sendable {
    package let stock: SandboxStock
    let temper: Temper
    let faults: FaultProfile
    let seed: UInt64
    /// Of the hub: `http://127.0.0.1:8722/gireve/ocpi`.
    let root: @Sendable () -> WebAddress
    private let clock: @Sendable () -> Instant
    private let live: LiveStock
    private let state = Mutex(State())
    let shelf = Mutex(SandboxShelf())
    /// What drivers' eMSPs answered to its chargers.
    let answers = Mutex(ChargerAnswers())

    private struct State {
        /// Token C, once somebody has registered.
        var token: String?
        var partner: SandboxPartner?
        var tokensGiven = 0
        /// How often each request came.
        var asked: [String: Int] = [:]
    }

    package init(
        _ stock: SandboxStock, temper: Temper, faults: FaultProfile, seed: UInt64,
        root: @escaping @Sendable () -> WebAddress, clock: @escaping @Sendable () -> Instant,
        live: @escaping LiveStock = { _, _, _ in [] }
    ) {
        self.stock = stock
        self.temper = temper
        self.faults = faults
        self.seed = seed
        self.root = root
        self.clock = clock
        self.live = live
    }

    /// Who has registered; nil as long as nobody has.
    var partner: SandboxPartner? { state.withLock { $0.partner } }

    /// What partners have sent it.
    package var received: SandboxShelf { shelf.withLock { $0 } }

    /// Requests of its chargers that nobody has answered yet, in the order of their sessions.
    var openRequests: [SandboxStock.Request] {
        let answered = answers.withLock { $0.byReference }
        var known = Set(answered.keys)
        return live(stock.hub, .sessions, clock()).compactMap(\.request).filter {
            known.insert($0.reference).inserted
        }
    }

    /// What it has now.
    func objects(of module: Module) -> [SandboxStock.Object] {
        let stocked = stock.objects[module] ?? []
        let living = charged(live(stock.hub, module, clock()))
        return living.isEmpty ? stocked : stocked + living
    }

    /// What a partner is told outside of OCPI.
    package var tokenA: String { Self.tokenA(of: stock.hub, seed: seed) }

    package static func tokenA(of hub: String, seed: UInt64) -> String {
        Lot.identifier(["token A", String(seed), hub])
    }

    func answer(_ request: SandboxRequest) -> SandboxAnswer {
        let attempt = state.withLock { state in
            defer { state.asked[request.name, default: 0] += 1 }
            return state.asked[request.name, default: 0]
        }
        let fault =
            faults.fault(seed: seed, hub: stock.hub, request: request.name, attempt: attempt)
            ?? moody(request, attempt)
        // A handshake that half happened cannot be mended by asking again, so it is left in peace.
        guard request.method == "GET" || !request.path.contains("credentials") else {
            return plainAnswer(request)
        }
        switch fault {
        case .error: return SandboxAnswer(status: 500)
        case .throttle: return SandboxAnswer(status: 429, headers: [("Retry-After", "0")])
        case .statusError: return reply(3000, "Server error, this once", data: nil)
        case .drop:
            var answer = plainAnswer(request)
            answer.breaksOff = answer.body.count > 1
            return answer
        case .truncate:
            var answer = plainAnswer(request)
            answer.body.removeLast((answer.body.count + 1) / 2)
            return answer
        case .otherPage: return otherAnswer(request)
        case nil: return plainAnswer(request)
        }
    }

    /// Another page in the place of this one; a push arrives twice.
    private func otherAnswer(_ request: SandboxRequest) -> SandboxAnswer {
        guard request.method == "GET" else {
            _ = plainAnswer(request)
            return plainAnswer(request)
        }
        var other = request
        let offset = request.query["offset"].flatMap { Int($0) } ?? 0
        other.query["offset"] = String(max(0, offset - pageSize(request)))
        var answer = plainAnswer(request)
        if answer.status == 200 { answer.body = plainAnswer(other).body }
        return answer
    }

    private func moody(_ request: SandboxRequest, _ attempt: Int) -> FaultProfile.Fault? {
        guard attempt < 2 else { return nil }
        let bits = Lot.bits(seed, stock.hub, "mood", request.name, String(attempt))
        guard bits % 100 < UInt64(temper.refusesPercent) else { return nil }
        return bits >> 32 & 1 == 0 ? .error : .throttle
    }

    private func plainAnswer(_ request: SandboxRequest) -> SandboxAnswer {
        guard mayEnter(request) else {
            var answer = reply(2000, "Unknown token", data: nil)
            answer.status = 401
            return answer
        }
        if request.method == "GET", request.path == ["versions"] { return reply(data: versions()) }
        guard let version = offered.first(where: { $0.rawValue == request.path.first }) else {
            return SandboxAnswer(status: 404)
        }
        switch (request.method, request.path.dropFirst().first) {
        case ("GET", nil): return reply(data: details(version))
        case (_, "credentials"): return credentials(request, version)
        case (_, "receiver") where version != .v211:
            return receive(request, version, Array(request.path.dropFirst(2)))
        case ("GET", let name?) where request.path.count == 2:
            guard let module = Module(rawValue: name) else { return SandboxAnswer(status: 404) }
            return page(of: module, version, request)
        default:
            return version == .v211
                ? receive(request, version, Array(request.path.dropFirst()))
                : SandboxAnswer(status: 404)
        }
    }

    /// Versions of which it has more than the name.
    private var offered: [OCPIVersion] { [stock.version] + (temper.newest.map { [$0] } ?? []) }

    /// Token A until somebody has registered with it, token C from then on.
    private func mayEnter(_ request: SandboxRequest) -> Bool {
        guard let header = request.authorization else { return false }
        let valid = state.withLock { $0.token } ?? tokenA
        // A hub that knows one habit only.
        let wanted: Authorization.Encoding =
            temper.takesPlainTokens || stock.version == .v211 ? .plain : .base64
        return Authorization.isSame(header, Authorization.header(valid, wanted))
    }

    private func versions() -> String {
        let older = stock.version == .v211 ? ["2.0"] : ["2.1", "2.2"]
        let lines = (older + offered.map(\.rawValue)).map {
            "{\"version\":\"\($0)\",\"url\":\(JSONText.quoted(root().appending($0).description))}"
        }
        return "[" + lines.joined(separator: ",") + "]"
    }

    private func credentials(
        _ request: SandboxRequest, _ version: OCPIVersion
    ) -> SandboxAnswer {
        let isRegistered = state.withLock { $0.token != nil }
        switch request.method {
        case "GET": return reply(data: ownCredentials(version))
        case "POST" where !isRegistered, "PUT" where isRegistered:
            var reader = JSONReader()
            let body = request.body.withUnsafeBytes { bytes in
                try? decodeCredentials(bytes, using: &reader)
            }
            guard let body, let url = WebAddress(body.url) else {
                return reply(2001, "No credentials object", data: nil)
            }
            state.withLock { state in
                state.tokensGiven += 1
                state.partner = SandboxPartner(
                    url: url, token: body.token, version: version, roles: body.roles)
                state.token = Lot.identifier(
                    ["token C", String(seed), stock.hub, String(state.tokensGiven)])
            }
            return reply(data: ownCredentials(version))
        case "DELETE" where isRegistered:
            state.withLock { ($0.token, $0.partner) = (nil, nil) }
            shelf.withLock { $0 = SandboxShelf() }
            return reply(data: nil)
        default: return SandboxAnswer(status: 405)
        }
    }

    private func ownCredentials(_ version: OCPIVersion) -> String {
        let token = state.withLock { $0.token } ?? tokenA
        let url = JSONText.quoted(root().appending("versions").description)
        let party = "\"party_id\":\"HUB\",\"country_code\":\"IN\""
        let name = "\"business_details\":{\"name\":\(JSONText.quoted(stock.hub))}"
        let head = "\"token\":\"\(token)\",\"url\":\(url)"
        return version == .v211
            ? "{\(head),\(party),\(name)}"
            : "{\(head),\"roles\":[{\"role\":\"HUB\",\(party),\(name)}]}"
    }

    /// A response around what `data` is, or without any.
    func reply(
        _ code: Int = 1000, _ message: String = "Success", data: String?
    ) -> SandboxAnswer {
        reply(code, message, parts: data.map { [Array($0.utf8)] })
    }

    func reply(
        _ code: Int = 1000, _ message: String = "Success", parts: [[UInt8]]?
    ) -> SandboxAnswer {
        var body = Array("{".utf8)
        if let parts {
            body += Array("\"data\":".utf8)
            for part in parts { body += part }
            body.append(UInt8(ascii: ","))
        }
        body += Array(
            "\"status_code\":\(code),\"status_message\":\(JSONText.quoted(message)),".utf8)
        body += Array("\"timestamp\":\"\(clock())\"}".utf8)
        return SandboxAnswer(headers: [("Content-Type", "application/json")], body: body)
    }
}
