import ArgumentParser
import Foundation
import Hubs
import Intake
import Roaming
import Store

struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Take OCPI objects in, from a directory or from hubs, beside what came earlier.",
        discussion: """
            With --from: DIR holds own/<module>/… and hubs/<hub>/<module>/…; modules are cdrs, tariffs,
            sessions, locations and tokens. Without it the hubs that we are registered with are asked
            over HTTP for what changed since the last time (`clearing hub register`): those whose schedule
            in Rules/hubs says that it is time, all of them with --all, or those named.
            What hubs sent by themselves (`clearing serve`) is taken in with it. The same object
            again brings nothing, other content under a known id is kept as a new version (for CDRs a
            CONFLICT). What cannot be used is listed by `clearing rejects`. A hub that fails stops no
            other; the exit code is then 75 or 69.
            """)

    @Option(name: .customLong("from"), help: "The directory.")
    var from: String?
    @Option(name: .customLong("hub"), help: "Ask only this hub; may be given again.")
    var hubs: [String] = []
    @Flag(help: "Ask every hub, whatever its schedule says.")
    var all = false
    @Option(name: .customLong("module"), help: "Ask only for this module; may be given again.")
    var modules: [Module] = []
    @OptionGroup var stage: StageOptions

    func validate() throws {
        guard from == nil || hubs.isEmpty && modules.isEmpty && !all else {
            throw ValidationError("--from takes files; --hub, --all and --module ask hubs")
        }
        guard hubs.isEmpty || !all else {
            throw ValidationError("--hub asks some hubs, --all every one")
        }
    }

    func run() throws {
        guard let from else { return try pull() }
        let result = try stage.exclusively { context in
            let input = try InputDirectory(
                URL(fileURLWithPath: from, isDirectory: true),
                hubs: Set(context.rules.hubs.map(\.name)))
            return try IngestJob(context: context, input: input).run(into: .standing)
        }
        let totals = IngestTotals(result.run.summary)
        stage.print(result, totals.words + [("replayed", totals.replayed)])
        try totals.requireSomethingUsable(in: from)
    }

    private func pull() throws {
        let box = try SecretBox.ofEnvironment()
        let result = try stage.exclusively { context in
            let desk = HubDesk(
                rules: context.rules, connection: try context.connect(as: .ingest), box: box,
                clock: context.clock)
            let choice: PullChoice =
                !hubs.isEmpty ? .named(hubs) : all ? .all : .due(at: context.now)
            let (lines, waiting) = try desk.lines(choice, for: .standing)
            // They are taken in up to a number, so all modules of a hub or none.
            let pushes: PullJob.Pushes =
                !modules.isEmpty ? .none : hubs.isEmpty ? .all : .of(hubs)
            var result = try PullJob(
                context: context, links: lines, modules: modules.isEmpty ? nil : modules,
                pushes: pushes
            ).run()
            result.waiting = waiting
            return result
        }
        stage.print(result)
        try result.requireAllHubs()
    }
}

extension Module: ExpressibleByArgument {}

extension StageOptions {
    /// Prints hub by hub what was pulled, and what the run made of it.
    fileprivate func print(_ result: PullResult) {
        let totals = IngestTotals(result.ingest?.run.summary)
        guard !json.json else {
            let counts = totals.words + [("replayed", totals.replayed)]
            let value = JSONValue.object([
                ("month", .string(month.month.description)),
                ("pulled", .array(result.outcomes.map(\.json))),
                (
                    "waiting",
                    .array(
                        result.waiting.map { waiting in
                            .object([
                                ("hub", .string(waiting.hub)),
                                ("until", .string(waiting.until.description)),
                            ])
                        })
                ),
                ("pushes", .integer(result.pushes)),
                ("run", result.ingest?.json ?? .null),
                ("counts", .object(counts.map { ($0.0, .integer($0.1)) })),
            ])
            return Swift.print(value.line)
        }
        var table = TextTable([
            ("Hub", .left), ("Module", .left), ("Pages", .right), ("Objects", .right),
            ("Complete until", .left),
        ])
        for outcome in result.outcomes { table.add(outcome.cells) }
        for waiting in result.waiting {
            table.add([waiting.hub, "", "", "", "not asked before \(waiting.until); --all asks it"])
        }
        Swift.print(table.render(), terminator: "")
        if result.pushes > 0 { Swift.print("pushed by hubs: \(result.pushes)") }
        if let ingest = result.ingest { print(ingest, totals.words) }
    }
}

extension PullOutcome {
    fileprivate var cells: [String] {
        switch result {
        case .success(let pull):
            [
                hub, module.rawValue, String(pull.pages), String(pull.objects),
                pull.completeUntil?.description ?? "the hub told no time",
            ]
        case .failure(let fault): [hub, module.rawValue, "", "", fault.description.printable]
        }
    }

    fileprivate var json: JSONValue {
        let rest: [(String, JSONValue)] =
            switch result {
            case .success(let pull):
                [
                    ("pages", .integer(pull.pages)), ("objects", .integer(pull.objects)),
                    ("passes", .integer(pull.passes)),
                    ("complete_until", .text(pull.completeUntil?.description)),
                ]
            case .failure(let fault):
                [("fault", .string(fault.code.rawValue)), ("text", .string(fault.text))]
            }
        return .object([("hub", .string(hub)), ("module", .string(module.rawValue))] + rest)
    }
}

extension IngestTotals {
    /// - Throws: 65 when not one object could be taken in.
    func requireSomethingUsable(in directory: String) throws {
        guard received == 0 else { return }
        throw Failure.refused(
            "nothing usable was in \(directory): \(rejects) rejects; `clearing rejects` lists them")
    }
}
