import Foundation
import Hashing
import Hubs
import Intake
import Roaming
import Store

/// What came of one module of one hub.
struct PullOutcome: Sendable {
    let hub: String
    let module: Module
    let result: Result<ModulePull, HubFault>
}

/// What a pull came to: the run that took it in, nil when nothing came, and hub by hub.
struct PullResult {
    let ingest: JobResult?
    let outcomes: [PullOutcome]

    /// - Throws: 75 when some hub may do better later, 69 when none that failed will by itself.
    func requireAllHubs() throws {
        let faults = outcomes.compactMap { outcome -> (String, HubFault)? in
            guard case .failure(let fault) = outcome.result else { return nil }
            let text = "\(outcome.hub) \(outcome.module.rawValue): \(fault)"
            return (text.printable, fault)
        }
        guard let first = faults.first else { return }
        let text = faults.count == 1 ? first.0 : "\(first.0); and \(faults.count - 1) more"
        throw faults.contains { $0.1.mayPass } ? Failure.tryLater(text) : Failure.unavailable(text)
    }
}

/// Fetches what hubs have and takes it in like files: several hubs at once, and one that fails stops
/// no other.
struct PullJob {
    let context: JobContext
    let desk: HubDesk
    /// Nil: every hub that we are registered with.
    let hubs: [String]?
    /// Nil: what each hub's rule says.
    let modules: [Module]?

    func run() throws -> PullResult {
        let links = try self.links()
        let store = try context.connect(as: .ingest)
        let book = try store.book(
            named: BookName.standing.name(manifest: "", rules: context.rules))
        let bookmarks = try store.bookmarks(of: book)
        let root = try emptyShelf()
        let began = context.now
        let pulled = try pull(links, since: bookmarks, to: root)
        let outcomes = pulled.flatMap(\.outcomes)
        let receipts = pulled.flatMap(\.receipts)
        guard !receipts.isEmpty else { return PullResult(ingest: nil, outcomes: outcomes) }
        let moved = outcomes.compactMap { outcome -> Bookmark? in
            guard case .success(let pull) = outcome.result, let until = pull.completeUntil else {
                return nil
            }
            // A hub whose clock is ahead must not make us skip what it will send.
            return Bookmark(
                hub: outcome.hub, module: ObjectKind(outcome.module),
                completeUntil: min(until, began))
        }
        let input = try InputDirectory(root, hubs: Set(context.rules.hubs.map(\.name)))
        let job = IngestJob(
            context: context, input: input,
            pulled: Pulled(receipts: receipts, bookmarks: moved))
        let result = try job.run(into: .standing)
        try FileManager.default.removeItem(at: root)
        return PullResult(ingest: result, outcomes: outcomes)
    }

    private func links() throws -> [(rule: ConnectionRule, link: HubLink)] {
        let names: [String]
        if let hubs {
            names = hubs
        } else {
            names = try HubDesk.standings(context.rules, on: desk.connection)
                .filter(\.isRegistered).map(\.rule.hub)
            guard !names.isEmpty else {
                throw Failure.unavailable(
                    "registered with no hub; run `clearing hub register HUB`, or give --from DIR")
            }
        }
        return try names.map {
            (try HubDesk.rule($0, in: context.rules), try desk.link($0))
        }
    }

    /// A folder of this database and month, emptied of what a killed process left.
    private func emptyShelf() throws -> URL {
        let name = String(digest(of: Array(context.databaseURL.utf8)).description.prefix(12))
        let root = try Home.directory()
            .appendingPathComponent("var/pulls/\(name)/\(context.month)", isDirectory: true)
        let manager = FileManager.default
        if manager.fileExists(atPath: root.path) { try manager.removeItem(at: root) }
        try manager.createDirectory(at: root, withIntermediateDirectories: true)
        return root
    }

    /// What one hub's task hands back.
    private struct HubPull: Sendable {
        var outcomes: [PullOutcome] = []
        var receipts: [PageReceipt] = []
    }

    private func pull(
        _ links: [(rule: ConnectionRule, link: HubLink)], since bookmarks: [Bookmark], to root: URL
    ) throws -> [HubPull] {
        let (run, modules, clock) = (UUID().uuidString, modules, context.clock)
        let meter = Meter("pull", unit: "pages")
        let pulls = try waiting {
            await withTaskGroup(of: (Int, HubPull).self) { group in
                for (index, (rule, link)) in links.enumerated() {
                    group.addTask {
                        let pull = await Self.pull(
                            rule, link, modules ?? rule.pull, since: bookmarks, to: root,
                            client: HubClient(rule, run: run, clock: clock))
                        meter.add(pull.receipts.count)
                        return (index, pull)
                    }
                }
                var pulls = [HubPull](repeating: HubPull(), count: links.count)
                for await (index, pull) in group { pulls[index] = pull }
                return pulls
            }
        }
        meter.finish()
        return pulls
    }

    private static func pull(
        _ rule: ConnectionRule, _ link: HubLink, _ modules: [Module], since bookmarks: [Bookmark],
        to root: URL, client: HubClient
    ) async -> HubPull {
        let shelf = PullShelf(root: root, hub: rule.hub)
        var pull = HubPull()
        for module in modules {
            let bookmark = bookmarks.first {
                $0.hub == rule.hub && $0.module == ObjectKind(module)
            }
            let result: Result<ModulePull, HubFault>
            do throws(HubFault) {
                result = .success(
                    try await client.pull(
                        module, over: link, since: bookmark?.completeUntil, onto: shelf.pages))
            } catch {
                result = .failure(error)
            }
            pull.outcomes.append(PullOutcome(hub: rule.hub, module: module, result: result))
            // A hub that is not there, or does not know us, is not asked for more.
            if case .failure(let fault) = result,
                [.unreachable, .timedOut, .tokenRefused].contains(fault.code)
            {
                break
            }
        }
        await client.close()
        pull.receipts = shelf.receipts.values.sorted { $0.source < $1.source }
        return pull
    }
}
