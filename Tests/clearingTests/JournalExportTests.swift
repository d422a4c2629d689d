import Foundation
import Roaming
import Store
import TestSupport
import Testing

/// What other programs make of our journal: they must take it, and come to our balances.
@Suite struct JournalExportTests {
    private static let books = Result { try ExportedBooks() }

    @Test(.enabled(if: Tool.hledger.isThere, Tool.hledger.absence), arguments: [true, false])
    func `hledger takes the journal, strictly, and comes to our balances`(_ draft: Bool) throws {
        let (books, folder) = (try Self.books.get(), try TemporaryFolder())
        let file = try books.export("hledger", draft: draft, to: folder)
        try Tool.hledger.run("-f", file, "check", "--strict")
        try Tool.hledger.run("-f", file, "check", "ordereddates")
        let report = try Tool.hledger.run(
            "-f", file, "balance", "--flat", "--no-total", "--empty", "-O", "csv", "--layout=bare",
            "-c", "INR 1000.000000000", "-c", "EUR 1000.000000000")
        var balances: [String: String] = [:]
        for row in report.split(separator: "\n").dropFirst() {
            let cells = row.trimmingCharacters(in: ["\""]).components(separatedBy: "\",\"")
            guard cells.count == 3, let amount = number(cells[2]) else { continue }
            let parts = cells[0].split(separator: ":")
            let code = parts[2].split(separator: " ")[0]
            let whom = parts.count > 3 ? parts[3] : ""
            balances["\(code) \(whom) \(cells[1])"] = amount
        }
        #expect(balances == (try books.balances(draft: draft)))
    }

    @Test(.enabled(if: Tool.beanCheck.isThere, Tool.beanCheck.absence), arguments: [true, false])
    func `bean-check takes the journal without a word`(_ draft: Bool) throws {
        let folder = try TemporaryFolder()
        let file = try Self.books.get().export("beancount", draft: draft, to: folder)
        #expect(try Tool.beanCheck.run(file) == "")
    }

    @Test(.enabled(if: Tool.beanQuery.isThere, Tool.beanQuery.absence), arguments: [true, false])
    func `beancount comes to our balances`(_ draft: Bool) throws {
        let (books, folder) = (try Self.books.get(), try TemporaryFolder())
        let file = try books.export("beancount", draft: draft, to: folder)
        let report = try Tool.beanQuery.run(
            "-f", "csv", file,
            "SELECT account, currency, sum(number) AS amount GROUP BY account, currency")
        var balances: [String: String] = [:]
        for row in report.split(whereSeparator: \.isNewline).dropFirst() {
            let cells = row.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, let amount = number(cells[2]) else { continue }
            let parts = cells[0].split(separator: ":")
            let code = parts[2].split(separator: "-")[0]
            let whom = parts.count > 3 ? String(parts[3]) : ""
            // Beancount's names begin with a capital; our hubs' do not.
            let lower = whom.contains(where: \.isLowercase) ? whom.lowercased() : whom
            balances["\(code) \(lower) \(cells[1])"] = amount
        }
        #expect(balances == (try books.balances(draft: draft)))
    }

    @Test(.enabled(if: Tool.hledger.isThere, Tool.hledger.absence))
    func `one paisa more in one posting and hledger refuses the journal`() throws {
        let (books, folder) = (try Self.books.get(), try TemporaryFolder())
        let file = try books.export("hledger", draft: true, to: folder)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let place = try #require(
            text.range(of: #"  INR [0-9]+\.[0-8]"#, options: .regularExpression))
        let amount = String(text[place])
        let digit = try #require(amount.last?.wholeNumberValue)
        try text.replacingCharacters(in: place, with: "\(amount.dropLast())\(digit + 1)")
            .write(toFile: file + ".wrong", atomically: true, encoding: .utf8)
        #expect(throws: Tool.Failed.self) {
            try Tool.hledger.run("-f", file + ".wrong", "check")
        }
    }

    @Test func `a CSV has every posting, and its debits are its credits`() throws {
        let (books, folder) = (try Self.books.get(), try TemporaryFolder())
        let text = try String(
            contentsOfFile: books.export("csv", draft: false, to: folder), encoding: .utf8)
        let rows = text.split(separator: "\r\n").dropFirst()
        let count = try books.scratch.texts("SELECT count(*)::text FROM ledger.line").first
        #expect("\(rows.count)" == count)
        #expect(rows.count > 100)
        #expect(rows.allSatisfy { $0.hasPrefix("2026-10/v") })
    }

    @Test func `what is not posted is not in the ledger, and what is asked wrongly is refused`()
        throws
    {
        let clearing = try ClearingProcess(ScratchDatabase())
        try clearing.succeed("db", "migrate")
        let nothing = try clearing.run("journal", "export", "--format", "csv")
        #expect(nothing.code == 75)
        #expect(nothing.errors.contains("nothing is posted there"))
        for wrong in [
            ["--format", "xml"], ["--format", "csv", "--month", "2026-10", "--from", "2026-10-01"],
            ["--format", "csv", "--from", "2026-10-02", "--to", "2026-10-01"],
        ] { #expect(try clearing.run(["journal", "export"] + wrong).code == 64) }
    }
}

/// A number without the zeros at its end; nil for none.
private func number(_ text: some StringProtocol) -> String? {
    guard text.contains(where: \.isNumber) else { return nil }
    var text = String(text)
    if text.contains(".") {
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
    }
    return text == "0" || text == "-0" ? nil : text
}

/// A sandbox month: settled, posted, settled again under other rules and posted as version 2.
private final class ExportedBooks: Sendable {
    let scratch: ScratchDatabase
    private let clearing: ClearingProcess

    init() throws {
        scratch = try ScratchDatabase()
        clearing = try ClearingProcess(scratch)
        let folder = try TemporaryFolder()
        try clearing.succeed(
            "sandbox", "generate", "--seed", "3", "--month", "2026-10", "--sessions", "400",
            folder.path("in"))
        try folder.copy(Checkout.rules, to: "second")
        try folder.write(
            folder.read("second/tolerances.yaml").replacing("INR: \"1.00\"", with: "INR: \"0\""),
            to: "second/tolerances.yaml")
        for (version, rules) in [Checkout.rules.path, folder.path("second")].enumerated() {
            try clearing.succeed(
                "month", "--from", folder.path("in"), "--month", "2026-10", "--rules", rules,
                "--out", folder.path("out"))
            try post(version + 1)
        }
    }

    private func post(_ version: Int) throws {
        guard let month = Month("2026-10") else { throw Tool.Failed(words: "no month") }
        let connection = try scratch.connect(as: .post)
        guard let run = try connection.latestClosedRun(.settle, month) else {
            throw Tool.Failed(words: "nothing was settled")
        }
        let transaction = try connection.begin()
        let posted = try transaction.post(
            month: month, version: version, settledBy: run, at: ScratchDatabase.now)
        guard posted.entries > 0 else { throw Tool.Failed(words: "nothing was posted") }
        try transaction.commit()
    }

    func export(
        _ format: String, draft: Bool, to folder: TemporaryFolder
    ) throws -> String {
        let file = folder.path("journal.\(format)")
        try clearing.succeed(
            ["journal", "export", "--format", format, "--out", file, "--month", "2026-10"]
                + (draft ? ["--draft"] : []))
        return file
    }

    /// `1210 IN-TPC INR` → amount, straight from the tables; what is zero left out. A posting of no
    /// amount moves the book currency alone.
    func balances(draft: Bool) throws -> [String: String] {
        let rows = try scratch.texts(
            """
            SELECT account || ' ' || coalesce(counterparty, hub) || ' '
                || CASE WHEN amount = 0 THEN book_currency ELSE currency END,
                trim_scale(sum(CASE WHEN amount = 0 THEN book_amount ELSE amount END))
            FROM published.\(draft ? "journal" : "ledger")
            GROUP BY 1 HAVING sum(CASE WHEN amount = 0 THEN book_amount ELSE amount END) <> 0
            """)
        var balances: [String: String] = [:]
        for row in rows {
            let cells = row.split(separator: "|")
            balances[String(cells[0])] = String(cells[1])
        }
        return balances
    }
}

/// A program of the field that reads what we write. Tests/check installs it; where it is not there,
/// the tests say that they are skipped.
struct Tool: Sendable {
    static let hledger = Tool("hledger")
    static let beanCheck = Tool("bean-check")
    static let beanQuery = Tool("bean-query")

    struct Failed: Error { let words: String }

    private let name: String
    private let path: String?

    init(_ name: String) {
        self.name = name
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        path = folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    var isThere: Bool { path != nil }

    var absence: Comment { "SKIPPED: \(name) is not installed, so nothing reads our export" }

    @discardableResult
    func run(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = arguments
        process.environment = ["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(
            decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(words: "\(name) \(arguments.joined(separator: " ")): \(text)\(complaint)")
        }
        return text
    }
}
