import Amounts
import ArgumentParser
import Evidence
import Foundation
import Roaming
import Store

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show everything about one CDR.",
        discussion: """
            The documents as received, our session beside their CDR, the tariff versions, both
            workings, the difference by cause, how they were matched, what was booked, the dispute.
            ID is that of a CDR, or of a session that has none. When several lines are about it, they
            are listed; name the one with --month, --hub and --line.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, html, json }

    @OptionGroup var subject: AuditSubject
    @Option(help: "text for a terminal, html for a page of its own, json for machines.")
    var format = Format.text
    @Flag(name: .customLong("json"), help: "The same as --format json.")
    var json = false
    @Option(
        name: .customLong("out"), help: ArgumentHelp("Write it to a file.", valueName: "FILE"))
    var out: String?

    func run() throws {
        let (desk, run, found) = try subject.found()
        let file = try desk.file(found, of: run)
        let text =
            switch json ? .json : format {
            case .text: AuditPage(file).text
            case .html: AuditPage(file).html
            case .json: file.json.line + "\n"
            }
        guard let out else { return print(text, terminator: "") }
        try Data(text.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
        print(out)
    }
}

struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Pack the documents behind a CDR or a dispute so that anyone can check them.",
        discussion: """
            The zip holds the received bytes, both workings, the match, which rules and runs made the
            result, a manifest with the SHA-256 of every file, and check.py, which checks files and
            sums without this program. The same input gives the same bytes.
            """)

    @OptionGroup var subject: AuditSubject
    @Argument(help: ArgumentHelp("The zip to write.", valueName: "OUT.zip"))
    var out: String

    func run() throws {
        let (desk, run, found) = try subject.found()
        let file = try desk.file(found, of: run)
        let dispute = file.disputes.first { $0.dispute.id == subject.id } ?? file.disputes.first
        let pack = file.pack(for: dispute)
        try Data(pack.zip).write(to: URL(fileURLWithPath: out), options: .atomic)
        print("\(out)\nMANIFEST.json has SHA-256 \(pack.digestOfManifest)")
    }
}

/// Which line a person means.
struct AuditSubject: ParsableArguments {
    @Argument(help: ArgumentHelp("A CDR (or session, or dispute).", valueName: "ID"))
    var id: String
    @Option(name: .customLong("month"), help: "The month, like 2026-10 (default: any).")
    var month: Month?
    @Option(help: "Only what came over this hub.")
    var hub: String?
    @Option(help: "Which of several lines, by its number in the list.")
    var line: Int?
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption

    /// - Throws: 65 when there is none, 1 when there are several, which are listed.
    func found() throws -> (AuditDesk, Run, FoundLine) {
        let desk = try AuditDesk(
            databaseURL: DatabaseAddress.url(database.url), rules: Rules.load(rules.directory))
        let found = try lines(desk)
        guard !found.isEmpty else {
            let place = month.map { " in \($0)" } ?? ""
            throw Failure.refused("no line\(place) is about \(id)")
        }
        if let line {
            guard found.indices.contains(line - 1) else {
                throw Failure.usage("--line is from 1 to \(found.count)")
            }
            return (desk, found[line - 1].0, found[line - 1].1)
        }
        guard found.count == 1 else {
            print(Self.list(found), terminator: "")
            throw Failure.found(
                "\(found.count) lines are about \(id); name one with --month, --hub or --line")
        }
        return (desk, found[0].0, found[0].1)
    }

    private func lines(_ desk: AuditDesk) throws -> [(Run, FoundLine)] {
        guard id.hasPrefix("D-"),
            let file = try desk.connection.disputes(DisputeFilter(id: id)).first
        else { return try desk.lines(of: id, month: month, hub: hub) }
        let dispute = file.dispute
        guard let name = dispute.cdrID ?? dispute.sessionID else { return [] }
        return try desk.lines(of: name, month: dispute.month, hub: dispute.hub).filter {
            $0.1.document == dispute.document && $0.1.line.side == dispute.side
        }
    }

    private static func list(_ found: [(Run, FoundLine)]) -> String {
        var table = TextTable([
            ("line", .right), ("month", .left), ("side", .left), ("counterparty", .left),
            ("hub", .left), ("CDR", .left), ("session", .left), ("disposition", .left),
            ("agreed", .right), ("disputed", .right),
        ])
        for (number, (run, found)) in found.enumerated() {
            let line = found.line
            table.add(
                [
                    "\(number + 1)", run.month.description, line.side.rawValue,
                    line.counterparty?.description ?? "", line.hub ?? "", line.cdrID ?? "",
                    line.sessionID ?? "", line.disposition.rawValue,
                    line.agreed.text(decimals: 2), line.disputed.text(decimals: 2),
                ].map(\.printable))
        }
        return table.render()
    }
}
