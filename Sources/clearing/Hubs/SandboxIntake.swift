import Foundation
import Hubs
import Intake
import Roaming
import Sandbox
import Store

/// The sandbox month as a real one comes: six hubs on this machine, registered with and pulled from over
/// HTTP. What our own platform knows comes from files still, since no hub has it.
struct SandboxIntake {
    let context: JobContext
    let order: SandboxOrder

    /// Takes in what is new; the hubs are gone when it returns.
    func run() throws -> JobResult {
        let box = try SecretBox.ofEnvironment()
        let port = try port()
        let directory = try SandboxMonths.standardDirectory(order)
        let stocks = try SandboxStocks.read(
            directory, rules: context.rules, hubs: context.rules.hubs.count
        ).filter { stock in context.rules.connections.contains { $0.hub == stock.hub } }
        let now = quietTime(stocks)
        let sandbox = try start(
            SandboxServer(stocks, seed: order.seed, faults: .none, port: port, clock: { now }))
        defer { sandbox.stop() }
        let desk = HubDesk(
            rules: context.rules, connection: try context.connect(as: .ingest), box: box,
            clock: context.clock)
        var registered: [String] = []
        // The sandbox forgets us when it stops; so do we.
        defer { for hub in registered { try? desk.leave(hub) } }
        for hub in sandbox.hubs {
            try register(hub, at: desk)
            registered.append(hub.stock.hub)
        }
        let result = try PullJob(
            context: context, links: desk.lines(registered), book: .sandbox(order),
            beside: beside(directory), now: now
        ).run()
        try result.requireAllHubs()
        guard let ingest = result.ingest else {
            throw Failure.bug("the sandbox's hubs answered without a page")
        }
        return ingest
    }

    /// The hubs' time: so long after the last change that no pull looks back that far. It stands still,
    /// so that the same month brings the same bytes, today and in a year.
    private func quietTime(_ stocks: [SandboxStock]) -> Instant {
        let newest = stocks.flatMap { $0.objects.values.joined() }.compactMap(\.lastUpdated).max()
        let overlap = context.rules.connections.map(\.overlapSeconds).max() ?? 0
        return (newest ?? context.now).advanced(bySeconds: overlap + 1)
    }

    /// Where the rules say that the sandbox is.
    /// - Throws: 64 when they name a real hub, which must not take us for a customer.
    private func port() throws -> Int {
        for rule in context.rules.connections where !rule.versionsURL.isLoopback {
            throw Failure.usage(
                "hubs/\(rule.hub).yaml leads to \(rule.versionsURL.host), which is not the sandbox: give"
                    + " --from DIR, or `clearing ingest` and the stages for real hubs")
        }
        guard let first = context.rules.connections.first else {
            throw Failure.usage(
                "no file in hubs/ has a connection, so the sandbox's hubs cannot be asked: give --from DIR"
            )
        }
        return first.versionsURL.port
    }

    private func start(_ server: SandboxServer) throws -> RunningSandbox {
        do {
            return try RunningSandbox.start(server)
        } catch let taken as PortUnavailable {
            throw Failure.unavailable(
                "\(taken), where Rules/hubs has the sandbox's hubs; stop what listens there (another"
                    + " `clearing sandbox serve` or `month`?) or change the port in Rules/hubs")
        }
    }

    private func register(_ hub: SandboxHub, at desk: HubDesk) throws {
        do {
            _ = try desk.register(hub.stock.hub, .anew, tokenA: hub.tokenA)
        } catch let fault as HubFault {
            let text =
                "\(hub.stock.hub) cannot be registered with: \(fault); nothing was taken in"
                .printable
            throw fault.mayPass ? Failure.tryLater(text) : Failure.unavailable(text)
        }
    }

    /// Folders of the month that no hub serves: our own, and those of hubs without a connection.
    private func beside(_ directory: URL) -> [String: URL] {
        let served = Set(context.rules.connections.map(\.hub))
        let folders =
            ["own"]
            + context.rules.hubs.map(\.name).filter { !served.contains($0) }.map { "hubs/\($0)" }
        return folders.reduce(into: [:]) { beside, path in
            let folder = directory.appendingPathComponent(path, isDirectory: true)
            if FileManager.default.fileExists(atPath: folder.path) { beside[path] = folder }
        }
    }
}
