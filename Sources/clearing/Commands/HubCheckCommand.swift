import ArgumentParser
import Foundation
import Hubs
import Intake

extension HubCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go through the onboarding checklist of a hub; reads only.",
            discussion: """
                Versions, credentials, every module's endpoint, paging, date filters, clock, and a sample of
                objects read as intake reads them. Exit code 1 if the link is not fit for clearing.
                """)
        @Argument(help: "The hub, as its rule file is named.")
        var hub: String
        @Option(help: "Also write the report as a page into this file.")
        var html: String?
        @OptionGroup var options: HubOptions

        func run() throws {
            let (rules, connection) = try HubOptions.open(options.rules, options.database)
            let rule = try HubDesk.rule(hub, in: rules)
            let isRegistered = try HubDesk.standings(rules, on: connection)
                .contains { $0.rule.hub == hub && $0.isRegistered }
            let token =
                try isRegistered
                ? options.exclusively { try $0.link(hub) }.token : rule.secret.read()
            let points = try Self.points(rule, token, isRegistered)
            try print(points)
            let bad = points.filter { $0.verdict == .bad }
            guard bad.isEmpty else {
                throw Failure.found(
                    "\(hub) is not fit for clearing: \(Set(bad.map(\.code)).sorted().joined(separator: ", "))"
                )
            }
        }

        private static func points(
            _ rule: ConnectionRule, _ token: String, _ isRegistered: Bool
        ) throws -> [LinkCheck.Point] {
            let scratch = FileManager.default.temporaryDirectory
                .appendingPathComponent("clearing-check-\(UUID().uuidString)", isDirectory: true)
            try FileManager.default.createDirectory(
                at: scratch, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: scratch) }
            let check = LinkCheck(
                rule: rule, token: token, isRegistered: isRegistered, clock: { .now },
                scratch: scratch)
            return try waiting { await check.run() }
        }

        private func print(_ points: [LinkCheck.Point]) throws {
            let columns = ["Check", "Module", "Verdict", "What was found"]
                .map { (title: $0, alignment: TextTable.Alignment.left) }
            let rows = points.map {
                [$0.code, $0.module?.rawValue ?? "", $0.verdict.rawValue, $0.words.printable]
            }
            if let html {
                let page = AuditPage(
                    title: "Onboarding of \(hub)",
                    sections: [.init(title: "Checklist", blocks: [.table(columns, rows)])])
                try Data(page.html.utf8).write(to: URL(fileURLWithPath: html), options: .atomic)
            }
            guard !options.json.json else {
                let items = points.map { point in
                    JSONValue.object([
                        ("check", .string(point.code)), ("module", .text(point.module?.rawValue)),
                        ("verdict", .string(point.verdict.rawValue)),
                        ("text", .string(point.words)),
                    ])
                }
                return Swift.print(JSONValue.array(items).line)
            }
            var table = TextTable(columns)
            for row in rows { table.add(row) }
            Swift.print(table.render(), terminator: "")
        }
    }
}
