import ArgumentParser
import Foundation
import Hubs
import Intake
import Roaming
import Store

extension HubCommand {
    struct Push: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send hubs what is ours and new to them.",
            discussion: """
                CDRs are POSTed; tariffs, sessions, locations and tokens PUT; invoice records that
                `clearing invoice publish` made POSTed, PUT or DELETEd (OCPI 2.3.0): those that the hub's
                rule lists under `push:`, and that it has not answered for since we registered with it.
                Each answer is stored with the ids of its request before the next is sent, so a push that
                was killed goes on where it stopped. What a hub refuses is listed with its status code
                and not sent again, unless it changes or --again is given; what cannot be said in its version,
                or is final there, is withheld and listed. A hub that fails stops no
                other; the exit code is then 75 or 69, and 1 when something was refused.
                """)
        @Argument(
            help: "The hubs, as their rule files are named (default: all we registered with).")
        var hubs: [String] = []
        @Option(
            name: .customLong("module"),
            help: "Only this module, or invoicereconciliation; may be given again.")
        var modules: [DeliveredKind] = []
        @Flag(help: "Also send what was refused before.")
        var again = false
        @OptionGroup var options: HubOptions

        func run() throws {
            let url = try DatabaseAddress.url(options.database.url)
            let outcomes = try options.exclusively { desk in
                try DeliveryJob(
                    databaseURL: url, rules: desk.rules,
                    lines: try desk.lines(hubs.isEmpty ? nil : hubs),
                    kinds: modules.isEmpty ? nil : Set(modules), again: again, clock: desk.clock
                ).run()
            }
            print(outcomes)
            try HubFault.requireNone(
                outcomes.compactMap { outcome in
                    outcome.fault.map { (name: "\(outcome.hub) \(outcome.kind.name)", fault: $0) }
                })
            let refused = outcomes.reduce(0) { $0 + $1.refused.count }
            guard refused == 0 else {
                throw Failure.found("\(refused) objects were not taken; they are listed above")
            }
        }

        private func print(_ outcomes: [DeliveryOutcome]) {
            guard !options.json.json else {
                return Swift.print(JSONValue.array(outcomes.map(\.json)).line)
            }
            var table = TextTable([
                ("Hub", .left), ("Module", .left), ("Sent", .right), ("Refused", .right),
                ("Withheld", .right), ("Left", .right), ("What was met", .left),
            ])
            for outcome in outcomes { table.add(outcome.cells) }
            Swift.print(table.render(), terminator: "")
            var list = TextTable([
                ("Hub", .left), ("Module", .left), ("Party", .left), ("Object", .left),
                ("Status", .right), ("Why", .left),
            ])
            for outcome in outcomes {
                for one in outcome.refused + outcome.withheld {
                    list.add([
                        outcome.hub, outcome.kind.name, one.party.description, one.id.printable,
                        one.statusCode.map(String.init) ?? "", one.words.printable,
                    ])
                }
            }
            guard outcomes.contains(where: { !$0.refused.isEmpty || !$0.withheld.isEmpty }) else {
                return
            }
            Swift.print("\n" + list.render(), terminator: "")
        }
    }
}

extension DeliveredKind: ExpressibleByArgument {
    package init?(argument: String) {
        if argument == Self.invoiceRecords.name {
            self = .invoiceRecords
        } else if let kind = ObjectKind(rawValue: argument) {
            self = .objects(kind)
        } else {
            return nil
        }
    }
}

extension DeliveryOutcome {
    fileprivate var cells: [String] {
        [
            hub, kind.name, String(sent), String(refused.count), String(withheld.count),
            String(left),
            (fault?.description ?? note ?? "").printable,
        ]
    }

    fileprivate var json: JSONValue {
        .object([
            ("hub", .string(hub)), ("module", .string(kind.name)), ("sent", .integer(sent)),
            ("left", .integer(left)), ("note", .text(note)),
            ("fault", .text(fault?.code.rawValue)), ("text", .text(fault?.text)),
            ("refused", .array(refused.map(\.json))),
            ("withheld", .array(withheld.map(\.json))),
        ])
    }
}

extension DeliveryOutcome.Refusal {
    fileprivate var json: JSONValue {
        .object([
            ("party", .string(party.description)), ("id", .string(id)),
            ("status_code", statusCode.map { .integer($0) } ?? .null), ("text", .string(words)),
        ])
    }
}

extension HubFault {
    /// - Parameter faults: of hubs that failed, by what failed there.
    /// - Throws: 75 when some hub may do better later, 69 when none that failed will by itself.
    static func requireNone(_ faults: [(name: String, fault: HubFault)]) throws {
        let texts = faults.map { "\($0.name): \($0.fault)".printable }
        guard let first = texts.first else { return }
        let text = texts.count == 1 ? first : "\(first); and \(texts.count - 1) more"
        throw faults.contains { $0.fault.mayPass }
            ? Failure.tryLater(text) : Failure.unavailable(text)
    }
}
