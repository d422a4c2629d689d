import HTTPTypes
package import Hummingbird
package import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Roaming
package import Store

/// The REST read API: what was settled, over HTTP, to those who may see it. One table says all there is to
/// know about every route (`RouteTable`); one door lets requests in and answers out (`Door`).
package struct APIHost: Sendable {
    package struct Settings: Sendable {
        /// As in `DATABASE_URL`.
        package var database: String
        package var limits = ConnectionPool.Limits()
        /// More connections, for the price and the history of single CDRs, and for single tariffs.
        package var connectionsBehind = 2
        /// How long a whole list may take to be written.
        package var streamMilliseconds = 600_000
        package var bodyMilliseconds = 10_000
        /// Of access tokens: who issues them and whom they are for.
        package var issuer = "https://clearing.invalid"
        package var audience = "clearing"
        package var tokenSeconds = TokenDesk.lifetime
        /// Requests a minute of one client, over all instances.
        package var requestsPerMinute = 1000
        /// Web origins that may ask; `*` for any.
        package var origins: [String] = []
        package var isEncrypted = false
        package var version = ""
        /// How often clients and keys are looked up.
        package var refreshMilliseconds = 2000

        package init(database: String) { self.database = database }
    }

    package let routes: [Route]
    private let table: RouteTable
    private let door: Door
    private let settings: Settings
    private let openKeys: @Sendable ([StoredSigningKey]) throws -> [SigningKey]

    /// - Parameter openKeys: the keys that sign tokens, of those that are stored, newest first.
    package init(
        _ settings: Settings, around: Surroundings, workings: Workings,
        openKeys: @escaping @Sendable ([StoredSigningKey]) throws -> [SigningKey]
    ) {
        let pool = ConnectionPool(settings.database, limits: settings.limits)
        var limitsBehind = settings.limits
        limitsBehind.connections = settings.connectionsBehind
        let behind = ConnectionPool(settings.database, as: .dispute, limits: limitsBehind)
        let workers = NIOThreadPool(numberOfThreads: 2)
        workers.start()
        let table = RouteTable(
            pool: pool, behind: behind, clients: ClientBook(sites: { workings.sites(of: $0) }),
            tokens: TokenDesk(
                issuer: settings.issuer, audience: settings.audience,
                lifetime: settings.tokenSeconds),
            metrics: Metrics(), around: around, workings: workings, workers: workers,
            lists: ListingDesk(pool: pool, streamMilliseconds: settings.streamMilliseconds),
            replays: ReplayBook(pool: pool, around: around), version: settings.version)
        self.table = table
        self.settings = settings
        self.openKeys = openKeys
        routes = table.routes
        door = Door(
            around: around, pool: pool, clients: table.clients, tokens: table.tokens,
            rates: RateBook(limit: settings.requestsPerMinute, pool: pool), metrics: table.metrics,
            origins: settings.origins, isEncrypted: settings.isEncrypted,
            limits: Door.Limits(bodyMilliseconds: settings.bodyMilliseconds))
    }

    /// Adds every route, and for each path a refusal of the other methods.
    package func add<Context: RequestContext>(to router: Router<Context>) {
        for route in routes {
            let door = door
            router.on(RouterPath(route.path), method: route.method) { request, _ in
                await door.answer(route, request, isHead: false)
            }
            guard route.method == .get else { continue }
            router.on(RouterPath(route.path), method: .head) { request, _ in
                await door.answer(route, request, isHead: true)
            }
        }
        for path in Set(routes.map(\.path)).sorted() { addRefusals(of: path, to: router) }
    }

    /// For what no route answers: to be added after all routes, so that it is asked last.
    package func addEnd<Context: RequestContext>(to router: Router<Context>) {
        router.add(middleware: NothingHere(door: door))
    }

    private func addRefusals<Context: RequestContext>(of path: String, to router: Router<Context>) {
        var allowed = Set(routes.filter { $0.path == path }.map(\.method))
        if allowed.contains(.get) { allowed.insert(.head) }
        let list = (allowed.map(\.rawValue) + ["OPTIONS"]).sorted().joined(separator: ", ")
        let door = door
        // RFC 9110 §9, RFC 5789, and QUERY, which is new.
        let others = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "QUERY"]
            .compactMap { HTTPRequest.Method($0) }
        for method in others where !allowed.contains(method) {
            router.on(RouterPath(path), method: method) { request, _ in
                var problem = Problem(.notAllowed, "There are: \(list).")
                problem.headers[.allow] = list
                return door.refuse(problem, request)
            }
        }
        router.on(RouterPath(path), method: .options) { request, _ in
            door.preflight(request, methods: list)
        }
    }

    /// Serves what a router answers that the routes were added to, until it is told to stop (SIGTERM,
    /// SIGINT).
    /// - Parameter ready: told the port once requests are taken.
    package func serve<Responder: HTTPResponder>(
        _ responder: Responder, at address: BindAddress, server: HTTPServerBuilder,
        signals: Bool = true, ready: @escaping @Sendable (Int) async -> Void
    ) async throws
    where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        var logger = Logger(label: "clearing")
        logger.logLevel = .critical
        try? await refresh()
        let application = Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(address: address),
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? 0) },
            logger: logger)
        let refreshing = Task { await keepFresh() }
        defer { refreshing.cancel() }
        do {
            if signals { try await application.runService() } else { try await application.run() }
        } catch {
            await close()
            throw error
        }
        await close()
    }

    /// Looks clients and keys up again.
    package func refresh() async throws {
        let now = door.around.clock()
        let found = try await door.pool.read { (try $0.clients(), try $0.signingKeys()) }
        table.clients.load(found.0)
        await table.tokens.load(try openKeys(found.1))
        try await door.rates.tidy(now: now)
        try await table.replays.tidy(now: now)
    }

    private func keepFresh() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(settings.refreshMilliseconds))
            try? await refresh()
        }
    }

    private func close() async {
        await door.pool.shutDown()
        await table.behind.shutDown()
        await table.clients.shutDown()
        try? await table.workers.shutdownGracefully()
    }
}

/// Answers what no route does.
private struct NothingHere<Context: RequestContext>: RouterMiddleware {
    let door: Door

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch let error as HTTPError
            where error.status == .notFound
        {
            return door.refuse(Problem(.notFound, "There is no such path."), request)
        }
    }
}
