import ArgumentParser
import Foundation
import Hubs
import Intake
import Roaming
import Sandbox
import Store

/// `clearing bench pull`: what the way over HTTP costs, beside the same pages from disk.
struct BenchPullCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Pull CDRs from a hub on this machine, and take the same pages in from disk.",
        discussion: """
            The hub is one of the sandbox's, without its temper, in this same process, so that its work
            counts against the pull. The pages are taken in from disk before and after the pull; their
            mean is what the pull is held against, so that a machine that slows down meanwhile does not
            show. The rows stay in the database: give one that can be dropped (--database).
            """)

    @Option(help: "How many CDRs.")
    var cdrs = 200_000
    @Option(name: .customLong("page-size"), help: "CDRs on a page.")
    var pageSize = 1000
    @Option(help: "Another seed is another month; the same is already there.")
    var seed: UInt64 = 1
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func validate() throws {
        guard (1...10_000_000).contains(cdrs), (1...10_000).contains(pageSize) else {
            throw ValidationError("--cdrs is from 1 to 10000000, --page-size from 1 to 10000")
        }
    }

    func run() throws {
        let context = try JobContext(
            month: SandboxMonths.standard, rules: rules, database: database)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearing-bench-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let stock = try stock(context.rules, in: folder.appendingPathComponent("month"))
        var temper = Temper()
        temper.pageLimit = pageSize
        // Behind the last change: what seems to change meanwhile would be walked twice.
        let newest = stock.objects.values.joined().compactMap(\.lastUpdated).max()
        let now = (newest ?? context.now).advanced(bySeconds: 1)
        let sandbox = try RunningSandbox.start(
            SandboxServer(
                [stock], seed: seed, faults: .none, port: 0, clock: { now },
                temper: { [temper] _ in temper }))
        defer { sandbox.stop() }
        let line = try line(to: sandbox, context)
        let pages = folder.appendingPathComponent("pages")
        var watch = StageWatch(server: 0)
        let fetched = try watch.time("fetch") {
            try waiting { [pageSize] in
                let client = HubClient(line.rule, run: "bench \(pageSize)", clock: { now })
                let shelf = PullShelf(root: pages, hub: line.rule.hub)
                let pull = try await client.pull(
                    .cdrs, over: line.link, since: nil, onto: shelf.pages)
                await client.close()
                return pull
            }
        }
        let input = try InputDirectory(pages, hubs: [line.rule.hub])
        let before = try watch.time("disk") {
            try IngestJob(context: context, input: input).run(into: .bench(seed, "before"))
        }
        guard before.state == .done, IngestTotals(before.run.summary).new > 0 else {
            throw Failure.usage("seed \(seed) was measured before; give another --seed")
        }
        let pulled = try watch.time("pull") {
            try PullJob(context: context, links: [line], book: .bench(seed, "pulled"), now: now)
                .run()
        }
        try pulled.requireAllHubs()
        _ = try watch.time("disk again") {
            try IngestJob(context: context, input: input).run(into: .bench(seed, "after"))
        }
        let received = [before, pulled.ingest].map { IngestTotals($0?.run.summary).received }
        guard let count = received.first, received.allSatisfy({ $0 == count }) else {
            throw Failure.bug("disk and hub brought other numbers of CDRs: \(received)")
        }
        report(watch, fetched)
    }

    /// CDRs of the 2.2.1 hubs, as if one hub had them all.
    private func stock(_ rules: Rules, in directory: URL) throws -> SandboxStock {
        // Some sessions leave no CDR at a hub, or one at the hub that speaks 2.1.1.
        let order = SandboxOrder(
            seed: seed, month: SandboxMonths.standard, sessions: cdrs + cdrs / 2 + 10)
        _ = try SandboxMonths.write(order, to: directory)
        let stocks = try SandboxStocks.read(
            directory, rules: rules, hubs: rules.hubs.count, modules: [.cdrs]
        ).filter { $0.version == .v221 }
        guard
            let hub = stocks.first(where: { stock in
                rules.connections.contains { $0.hub == stock.hub }
            })
        else { throw Failure.usage("Rules/hubs has no connection of OCPI 2.2.1 to measure") }
        let objects = stocks.flatMap { $0.objects[.cdrs] ?? [] }
        return SandboxStock(
            hub: hub.hub, version: .v221, objects: [.cdrs: Array(objects.prefix(cdrs))])
    }

    private func line(to sandbox: RunningSandbox, _ context: JobContext) throws -> HubDesk.Line {
        guard let hub = sandbox.hubs.first,
            let place = WebAddress(
                "http://127.0.0.1:\(sandbox.port)/\(hub.stock.hub)/ocpi/versions")
        else { throw Failure.bug("the sandbox serves no hub") }
        var rule = try HubDesk.rule(hub.stock.hub, in: context.rules)
        (rule.versionsURL, rule.hosts) = (place, [place.hostAndPort])
        (rule.pull, rule.pageSize, rule.requestsPerSecond) = ([.cdrs], pageSize, 1000)
        rule.tokenEncoding = nil
        let (asked, token, clock) = (rule, hub.tokenA, context.clock)
        let link = try waiting {
            let client = HubClient(asked, run: "bench", clock: clock)
            let offer = try await client.offer(token: token)
            let link = try await client.register(
                offer, tokenA: token, tokenB: SecretBox.newToken(),
                as: OwnIdentity(versionsURL: place.description, businessName: "Bench"))
            await client.close()
            return link
        }
        return HubDesk.Line(rule: rule, link: link)
    }

    private func report(_ watch: StageWatch, _ fetched: ModulePull) {
        func milliseconds(_ name: String) -> Int {
            max(1, watch.stages.first { $0.name == name }?.milliseconds ?? 1)
        }
        let disk = (milliseconds("disk") + milliseconds("disk again")) / 2
        let pull = milliseconds("pull")
        let percent = disk * 100 / pull
        guard !json.json else {
            return print(
                JSONValue.object([
                    ("cdrs", .integer(fetched.objects)), ("pages", .integer(fetched.pages)),
                    ("page_size", .integer(pageSize)),
                    ("disk_before_ms", .integer(milliseconds("disk"))),
                    ("disk_after_ms", .integer(milliseconds("disk again"))),
                    ("pull_ms", .integer(pull)), ("fetch_ms", .integer(milliseconds("fetch"))),
                    ("pull_percent_of_disk", .integer(percent)),
                ]).line)
        }
        var table = TextTable([("Way", .left), ("Seconds", .right), ("CDRs/s", .right)])
        for (name, time) in [
            ("from disk", disk), ("pulled", pull), ("only fetched", milliseconds("fetch")),
        ] {
            table.add([name, StageWatch.seconds(time), "\(fetched.objects * 1000 / max(1, time))"])
        }
        print(table.render())
        print(
            "\(fetched.objects) CDRs in \(fetched.pages) pages; pulled at \(percent) % of the speed from disk"
        )
    }
}
