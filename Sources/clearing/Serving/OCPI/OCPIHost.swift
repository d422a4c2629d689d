import Foundation
import Hubs
import Hummingbird
import Intake
import Roaming
import Store

/// We, as hubs see us over HTTP: versions, credentials, the receiver of what they push and the sender
/// of what is ours. It knows hubs by their tokens; whatever it answers is an OCPI response.
struct OCPIHost: Sendable {
    let rules: Rules
    /// Under which hubs find us.
    let versions: WebAddress
    let door: HubDoor
    let threads: ConnectionThreads
    let pushes: PushThread
    let registrar: Registrar
    let databaseURL: String
    /// The standing one.
    let book: Int64
    let clock: @Sendable () -> Instant
    /// Limits of requests; a test sets them lower.
    var bodyBytes = 4 << 20
    var bodySeconds = 30
    /// What hubs may send in a second.
    private let allowance = PushAllowance()

    /// Connections that answer what is read.
    private static let readers = 2

    /// - Parameter versions: ends in `/ocpi/versions`.
    init(
        databaseURL: String, rules: Rules, box: SecretBox, versions: WebAddress,
        clock: @escaping @Sendable () -> Instant
    ) throws {
        let open: @Sendable () throws -> Connection = {
            try Connection(databaseURL, as: .ingest)
        }
        self.databaseURL = databaseURL
        self.rules = rules
        self.versions = versions
        self.clock = clock
        book = try open().book(named: BookName.standing.name(manifest: "", rules: rules))
        threads = ConnectionThreads(Self.readers, open: open)
        door = HubDoor(rules: rules, box: box, threads: threads)
        pushes = PushThread(rules: rules, book: book, versions: versions, open: open)
        registrar = Registrar(
            rules: rules, box: box, versions: versions, threads: threads, clock: clock)
    }

    /// Adds everything below `/ocpi`. Whoever makes the server sets its limits on connections and idle
    /// time, and keeps middleware that asks for other credentials away from these.
    func add<Context: RequestContext>(to router: Router<Context>) {
        var routes = OCPIRoutes(
            clock: clock,
            admits: { authorization in
                // Who cannot be asked about now is let through to the answer that says so.
                do { return try await door.visitor(authorization) != nil } catch { return true }
            }, answer: { await answer($0) })
        routes.bodyBytes = bodyBytes
        routes.bodySeconds = bodySeconds
        routes.add(to: router)
    }

    /// What `versions` stands below: `https://us.example/ocpi`.
    static func root(_ versions: WebAddress) -> WebAddress {
        versions.parent
    }

    func answer(_ call: OCPICall) async -> OCPIReply {
        let visitor: HubVisitor
        do {
            guard let known = try await door.visitor(call.authorization) else {
                return .unauthorized
            }
            visitor = known
        } catch {
            return Self.reply(to: error)
        }
        do { return try await answer(call, visitor) } catch { return Self.reply(to: error) }
    }

    private static func reply(to error: any Error) -> OCPIReply {
        if error is ConnectionThreads.Overloaded { return .overloaded }
        complain(error)
        return .storeTrouble
    }

    /// A line for people; it holds no token, since no statement does.
    static func complain(_ error: any Error) {
        let text = "ocpi: \(error)".printable + "\n"
        FileHandle.standardError.write(Data(text.utf8))
    }

    private func answer(_ call: OCPICall, _ visitor: HubVisitor) async throws -> OCPIReply {
        let route = OCPIRoute(call.path)
        let version = visitor.rule.version
        guard route.version == nil || route.version == version else {
            return .troubled(
                3002, "we speak \(version.rawValue) with \(visitor.name)", status: 404)
        }
        switch route {
        case .versions:
            return read(call) { OwnEndpoints.versions(version, at: Self.root(versions)) }
        case .details:
            return read(call) {
                OwnEndpoints.details(version, of: visitor.rule, at: Self.root(versions))
            }
        case .credentials: return try await credentials(call, visitor)
        default: break
        }
        // Everything else is for partners.
        guard visitor.standing == .registered else { return .unauthorized }
        if let objection = call.routing.objection(ours: visitor.hub.ours) {
            return .refused(2001, objection)
        }
        if call.method != "GET",
            let wait = allowance.wait(
                of: visitor.name, rate: visitor.rule.pushesPerSecond,
                now: Int64(DispatchTime.now().uptimeNanoseconds))
        {
            return .tooMany(visitor.rule.pushesPerSecond, wait: wait)
        }
        return try await exchange(route, call, visitor)
    }

    private func read(_ call: OCPICall, _ data: () -> String) -> OCPIReply {
        call.method == "GET"
            ? .success(data()) : .notAllowed("only GET is possible here", allow: "GET")
    }

    private func credentials(_ call: OCPICall, _ visitor: HubVisitor) async throws -> OCPIReply {
        let reply = try await registrar.answer(call, visitor)
        if call.method != "GET" { door.forget() }
        return reply
    }

    private func exchange(
        _ route: OCPIRoute, _ call: OCPICall, _ visitor: HubVisitor
    ) async throws -> OCPIReply {
        switch route {
        case .command(let version, let name):
            guard OCPICommand(name, in: version) != nil else {
                return .notFound("‘\(name.prefix(40))’ is no command of \(version.rawValue)")
            }
            guard call.method == "POST" else {
                return .notAllowed("a command is POSTed", allow: "POST")
            }
            return .success(version.commandResponse)
        case .receiver(let version, let module, let path):
            return try await receive(call, visitor, version, module, path)
        case .sender(let version, let module, let path):
            if let uid = Self.authorized(module, path) {
                return try await authorize(call, visitor, version, uid)
            }
            return try await send(call, visitor, version, module, path)
        case .either(let module, let path):
            if let uid = Self.authorized(module, path) {
                return try await authorize(call, visitor, .v211, uid)
            }
            guard isForReceiver(call, visitor, module, path) else {
                return try await send(call, visitor, .v211, module, path)
            }
            return try await receive(call, visitor, .v211, module, path)
        case .clientInfo(_, let path): return try await clientInfo(call, visitor, path)
        case .invoices(.receiver, let path):
            return try await receiveInvoice(call, visitor, path)
        case .invoices(.sender, let path): return try await sendInvoices(call, visitor, path)
        case .versions, .details, .credentials, .unknown:
            return .notFound("there is nothing at this address")
        }
    }

    /// 2.1.1 has one address for both interfaces. Only the receiver takes what is sent, and what it is
    /// asked for begins with the partner's party.
    private func isForReceiver(
        _ call: OCPICall, _ visitor: HubVisitor, _ module: Module, _ path: [String]
    ) -> Bool {
        guard call.method == "GET" else { return true }
        guard module != .cdrs else { return path.count == 1 }
        return PushedPlace(path, of: module).map { visitor.mayOwn.contains($0.party) } ?? false
    }
}
