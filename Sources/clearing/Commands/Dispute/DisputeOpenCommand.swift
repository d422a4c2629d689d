import Amounts
import ArgumentParser
import Foundation
import Roaming
import Store

struct DisputeOpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Dispute a CDR, or everything of the month that is not agreed.",
        discussion: """
            Opening again finds what is open already; an amount that changed with a later
            reconciliation is revised as long as the partner was not told.
            """)

    @Argument(help: ArgumentHelp("CDRs (or sessions) by id.", valueName: "CDR-ID"))
    var ids: [String] = []
    @Flag(help: "Every line with an amount in dispute.")
    var all = false
    @OptionGroup var month: MonthOption
    @Option(help: "Only with this partner, like IN-TPC.")
    var partner: PartyID?
    @Option(help: "Only of this disposition, like PRICE_MISMATCH.")
    var disposition: String?
    @Option(help: "Only what came over this hub.")
    var hub: String?
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func validate() throws {
        guard ids.isEmpty == all else {
            throw ValidationError("give either CDR ids or --all")
        }
    }

    func run() throws {
        let desk = try setting.desk(decision)
        guard let run = try desk.connection.latestClosedRun(.reconcile, month.month) else {
            throw Failure.tryLater("\(month.month) was not reconciled yet; run `clearing month`")
        }
        let results = try desk.open(try lines(run, desk), of: run, why: decision.why)
        if setting.json.json {
            for result in results { print(try result.json(desk).line) }
        } else {
            print(try desk.table(results.map(\.file)), terminator: "")
        }
        Self.sum(results)
    }

    private func lines(_ run: Run, _ desk: DisputeDesk) throws -> [FoundLine] {
        var filter = LineFilter()
        (filter.counterparty, filter.hub) = (partner, hub)
        if let disposition {
            guard let known = Disposition(rawValue: disposition.uppercased()) else {
                throw Failure.usage("no disposition \(disposition)")
            }
            filter.disposition = known
        }
        guard !all else {
            filter.isDisputed = true
            return try desk.connection.lines(of: run, filter)
        }
        return try ids.flatMap { id in
            filter.id = id
            let found = try desk.connection.lines(of: run, filter)
            guard !found.isEmpty else {
                throw Failure.refused("no line of \(run.month) is about \(id)")
            }
            let disputed = found.filter { !$0.line.disputed.isZero }
            return disputed.isEmpty ? found : disputed
        }
    }

    private static func sum(_ results: [DisputeDesk.Opened]) {
        var (opened, revised, unchanged) = (0, 0, 0)
        for result in results {
            switch result {
            case .opened: opened += 1
            case .revised: revised += 1
            case .unchanged: unchanged += 1
            case .differs(let file, let now):
                Meter.say(
                    "dispute",
                    "\(file.dispute.id) is \(file.state.rawValue); the line now holds"
                        + " \(now.text(decimals: 2)) \(file.dispute.currency)")
            }
        }
        Meter.say(
            "dispute", "\(opened) opened, \(revised) revised, \(unchanged) were there already")
    }
}

extension DisputeDesk.Opened {
    var file: DisputeFile {
        switch self {
        case .opened(let file), .revised(let file), .unchanged(let file), .differs(let file, _):
            file
        }
    }

    fileprivate func json(_ desk: DisputeDesk) throws -> JSONValue {
        let word =
            switch self {
            case .opened: "opened"
            case .revised: "revised"
            case .unchanged: "unchanged"
            case .differs: "differs"
            }
        return .object([("result", .string(word)), ("dispute", try desk.json(file))])
    }
}

struct DisputeSendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Write the claim and the evidence for each partner, and note that it was sent.",
        discussion: """
            Writes OUT/<month>/claim-<month>-<partner>-<number>/ with the claim as JSON, XLSX and CSV and
            a zip of evidence for each dispute. Nothing is mailed. Only disputes that are OPEN are sent.
            """)

    @OptionGroup var selection: DisputeSelection
    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Where the claims go (default: var/disputes at home).", valueName: "DIR")
    )
    var out: String?
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func run() throws {
        let desk = try setting.desk(decision)
        let files = try selection.files(desk.connection)
        for file in files where file.state != .open && !selection.ids.isEmpty {
            Meter.say("dispute", "\(file.dispute.id) is \(file.state.rawValue): not sent again")
        }
        let standard = try Home.directory().appendingPathComponent("var/disputes")
        let target = out.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? standard
        let audit = try AuditDesk(
            databaseURL: DatabaseAddress.url(setting.database.url), rules: desk.rules)
        let sent = try desk.send(files, with: audit, to: target, why: decision.why)
        try setting.print(sent.flatMap(\.files), desk)
        for path in sent.flatMap(\.paths) { Meter.say("dispute", path) }
    }
}
