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

    /// The hub answered, and had nothing.
    var isEmpty: Bool {
        guard case .success(let pull) = result else { return false }
        return pull.objects == 0
    }
}

/// What a pull came to: the run that took in what was pulled and pushed, nil when nothing came, and hub
/// by hub.
struct PullResult {
    let ingest: JobResult?
    let outcomes: [PullOutcome]
    /// Hubs that were not asked, since it is not time.
    var waiting: [HubDesk.Waiting] = []
    /// What hubs had sent by themselves.
    var pushes = 0

    /// - Throws: 75 when some hub may do better later, 69 when none that failed will by itself.
    func requireAllHubs() throws {
        try HubFault.requireNone(
            outcomes.compactMap { outcome in
                guard case .failure(let fault) = outcome.result else { return nil }
                return (name: "\(outcome.hub) \(outcome.module.rawValue)", fault: fault)
            })
    }
}

/// Fetches what hubs have and takes it in like files, together with what they sent by themselves:
/// several hubs at once, and one that fails stops no other.
struct PullJob {
    let context: JobContext
    /// Who is asked.
    let links: [HubDesk.Line]
    /// Nil: what each hub's rule says.
    let modules: [Module]?
    let book: BookName
    let pushes: Pushes
    /// Folders of files that are taken in with the pages, by their path in an input directory.
    let beside: [String: URL]
    /// Now, for the bookmarks.
    let now: Instant

    /// Of which hubs pushes are taken in with the pages.
    enum Pushes {
        case none, all
        case of([String])
    }

    init(
        context: JobContext, links: [HubDesk.Line], modules: [Module]? = nil,
        book: BookName = .standing, pushes: Pushes = .none, beside: [String: URL] = [:],
        now: Instant? = nil
    ) {
        self.context = context
        self.links = links
        self.modules = modules
        self.book = book
        self.pushes = pushes
        self.beside = beside
        self.now = now ?? context.now
    }

    func run() throws -> PullResult {
        let store = try context.connect(as: .ingest)
        let number = try store.book(named: book.name(manifest: "", rules: context.rules))
        let bookmarks = try store.bookmarks(of: number)
        let inbox = try inbox(for: number, from: store)
        let root = try emptyShelf()
        let pulled = try pull(since: bookmarks, to: root)
        let outcomes = pulled.flatMap(\.outcomes)
        let receipts = pulled.flatMap(\.receipts)
        try save(pulled.flatMap(\.clients), on: store)
        let pushes = inbox.batches.reduce(0) { $0 + $1.pushes.count }
        guard !receipts.isEmpty || pushes > 0 else {
            return PullResult(ingest: nil, outcomes: outcomes)
        }
        if let before = try unchanged(since: store, book: number, outcomes) {
            try FileManager.default.removeItem(at: root)
            return PullResult(ingest: before, outcomes: outcomes)
        }
        for (path, folder) in beside.sorted(by: { $0.key < $1.key }) {
            let place = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(at: place, withDestinationURL: folder)
        }
        let moved = outcomes.compactMap { outcome -> Bookmark? in
            guard case .success(let pull) = outcome.result, let until = pull.completeUntil else {
                return nil
            }
            // A hub whose clock is ahead must not make us skip what it will send.
            return Bookmark(
                hub: outcome.hub, module: ObjectKind(outcome.module),
                completeUntil: min(until, now))
        }
        let input = try InputDirectory(root, hubs: Set(context.rules.hubs.map(\.name)))
        let job = IngestJob(
            context: context, input: input,
            pulled: Pulled(receipts: receipts, bookmarks: moved, inbox: inbox))
        let result = try job.run(into: book)
        try FileManager.default.removeItem(at: root)
        return PullResult(ingest: result, outcomes: outcomes, pushes: pushes)
    }

    /// The run that brought all there is, when a pull that is taken in with files brings nothing more;
    /// the files are those of the book's name.
    private func unchanged(
        since store: Connection, book: Int64, _ outcomes: [PullOutcome]
    ) throws -> JobResult? {
        guard !beside.isEmpty, outcomes.allSatisfy(\.isEmpty),
            let run = try store.latestClosedRun(.ingest, context.month),
            run.book == book, run.identity.build == Build.version
        else { return nil }
        return JobResult(run: run, state: .already)
    }

    private func inbox(for book: Int64, from store: Connection) throws -> Inbox {
        switch pushes {
        case .none: Inbox()
        case .all: Inbox(try store.inbox(for: book, of: nil, most: Inbox.most))
        case .of(let hubs): Inbox(try store.inbox(for: book, of: hubs, most: Inbox.most))
        }
    }

    /// Keeps what hubs say of others that was not known.
    private func save(_ clients: [HubClientInfo], on store: Connection) throws {
        let known = Set(try store.hubClients())
        for client in clients where !known.contains(client) {
            try store.save(client, at: context.now)
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
        /// Who else is connected there; empty when the hub does not say.
        var clients: [HubClientInfo] = []
    }

    private func pull(
        since bookmarks: [Bookmark], to root: URL
    ) throws -> [HubPull] {
        let (run, links, modules, clock) = (UUID().uuidString, links, modules, context.clock)
        let meter = Meter("pull", unit: "pages")
        let pulls = try waiting {
            await withTaskGroup(of: (Int, HubPull).self) { group in
                for (index, line) in links.enumerated() {
                    group.addTask {
                        let pull = await Self.pull(
                            line, modules ?? line.rule.pull, since: bookmarks, to: root,
                            client: HubClient(line.rule, run: run, clock: clock))
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
        _ line: HubDesk.Line, _ modules: [Module], since bookmarks: [Bookmark], to root: URL,
        client: HubClient
    ) async -> HubPull {
        let rule = line.rule
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
                        module, over: line.link, since: bookmark?.completeUntil, onto: shelf.pages))
            } catch {
                result = .failure(error.naming(rule.contact))
            }
            pull.outcomes.append(PullOutcome(hub: rule.hub, module: module, result: result))
            // A hub that is not there, or does not know us, is not asked for more.
            if case .failure(let fault) = result,
                [.unreachable, .timedOut, .tokenRefused].contains(fault.code)
            {
                break
            }
        }
        // No amount depends on who is connected, so a hub that fails to say it has not failed.
        if modules == rule.pull, let infos = try? await client.clientInfos(over: line.link) {
            pull.clients = infos.map {
                HubClientInfo(
                    hub: rule.hub, party: $0.party, role: $0.role, status: $0.status,
                    lastUpdated: $0.lastUpdated ?? Instant(seconds: 0))
            }
        }
        await client.close()
        pull.receipts = shelf.receipts.values.sorted { $0.source < $1.source }
        return pull
    }
}
