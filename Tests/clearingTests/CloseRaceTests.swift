import Foundation
import Store
import TestSupport
import Testing

/// Two people at once, a close that is killed, and what would have been.
@Suite struct CloseRaceTests {
    @Test func `two people who approve at once: one closes the month, the other is told so`() throws
    {
        let month = try ClosedMonth()
        try month.draft()
        try month.assign()
        let names = ["ravi", "meera", "kiran"]
        let processes = try names.map { name in
            try month.clearing.start(
                ["close", "--month", "2026-10", "--approve-as", name, "--json"],
                output: month.folder.url("\(name).out"), errors: month.folder.url("\(name).err"))
        }
        for process in processes { process.waitUntilExit() }
        // Who waits too long for the other's lock is told to try again.
        let codes = processes.map(\.terminationStatus)
        #expect(codes.allSatisfy { $0 == 0 || $0 == 75 }, "\(codes)")
        let answers = try zip(names, codes).filter { $0.1 == 0 }.map {
            try JSONObject(month.folder.read("\($0.0).out"))
        }
        #expect(answers.filter { $0.text("state") == "closed" }.count == 1)
        #expect(
            answers.filter { $0.text("state") == "already closed" }.count == answers.count - 1)
        #expect(Set(answers.map { $0.text("by") }).count == 1)
        #expect(Set(answers.map { $0.object("close")?.text("hash") }).count == 1)
        let kinds = try month.database.texts("SELECT kind FROM closing.event ORDER BY event")
        #expect(kinds == ["draft", "assignment", "approval"])
        #expect(try month.verify().code == 0)
    }

    @Test func `a close killed at any moment is not half there`() throws {
        let month = try ClosedMonth()
        try month.draft()
        try month.assign()
        let whole = try timeOfClose(month)
        for kill in 1...8 {
            let process = try month.clearing.start(
                ["close", "--month", "2026-10", "--approve-as", "ravi"],
                output: month.folder.url("o"), errors: month.folder.url("e"))
            Thread.sleep(forTimeInterval: whole * TimeInterval(kill) / 10)
            process.forceKill()
            process.waitUntilExit()
            guard try month.state() == "draft" else { break }
            for table in ["close", "line", "number", "seal", "sealed", "page", "rule_set"] {
                #expect(
                    try month.database.texts("SELECT count(*) FROM closing.\(table)") == ["0"],
                    "\(table)")
            }
        }
        try month.approve()
        #expect(try month.state() == "closed")
        #expect(try month.verify().code == 0)
    }

    @Test func `the database of a verification that was killed is swept by the next`() throws {
        let month = try ClosedMonth(sessions: 20)
        try month.close()
        let mine =
            "SELECT count(*) FROM pg_database WHERE starts_with(datname, 'clearing_scratch_'"
            + " || (SELECT oid FROM pg_database WHERE datname = current_database()) || '_')"
        let process = try month.clearing.start(
            ["close", "verify"], output: month.folder.url("o"), errors: month.folder.url("e"))
        var waited = 0
        while try month.database.texts(mine) == ["0"], process.isRunning, waited < 1000 {
            Thread.sleep(forTimeInterval: 0.01)
            waited += 1
        }
        process.forceKill()
        process.waitUntilExit()
        #expect(try month.verify().code == 0)
        // The killed one's session may have been there still; it goes when it notices.
        for _ in 0..<60 where try month.database.texts(mine) != ["0"] {
            Thread.sleep(forTimeInterval: 1)
            #expect(try month.verify().code == 0)
        }
        #expect(try month.database.texts(mine) == ["0"])
    }

    /// How long it takes, tried on a copy.
    private func timeOfClose(_ month: ClosedMonth) throws -> TimeInterval {
        let copy = try NamedDatabase(template: month.database.name)
        let clock = ContinuousClock()
        let started = clock.now
        try ClearingProcess(databaseURL: copy.url).succeed(
            "close", "--month", "2026-10", "--approve-as", "ravi")
        return TimeInterval((clock.now - started) / .milliseconds(1)) / 1000
    }

    @Test func `what other rules would have given is shown and stored nowhere`() throws {
        let month = try ClosedMonth()
        try month.close()
        try month.folder.copy(Checkout.rules, to: "strict")
        let tolerances = try month.folder.read("strict/tolerances.yaml")
        let stricter = tolerances.replacing("price_percent: \"0.5\"", with: "price_percent: \"0\"")
            .replacing("INR: \"1.00\"", with: "INR: \"0\"")
            .replacing("EUR: \"0.01\"", with: "EUR: \"0\"")
        #expect(stricter != tolerances)
        try month.folder.write(stricter, to: "strict/tolerances.yaml")
        let before = try rowCounts(month.database)
        let same = try whatIf(month, Checkout.rules.path)
        #expect(same.text("closed_rules") == same.text("rules"))
        for partner in try same.objects("partners") {
            #expect(partner.object("agreed")?.text("difference") == "0.00")
            #expect(partner.object("disputed")?.text("difference") == "0.00")
        }
        // What the strict rules give when they clear the month for real, elsewhere.
        let strict = try whatIf(month, month.folder.path("strict"))
        let elsewhere = try ClearingProcess(ScratchDatabase())
        let cleared = try JSONObject(
            elsewhere.succeed(
                "month", "--from", month.folder.path("in"), "--month", "2026-10", "--rules",
                month.folder.path("strict"), "--out", month.folder.path("strict-out"), "--json"))
        let counts = Dictionary(
            uniqueKeysWithValues: try strict.objects("dispositions").compactMap { row in
                row.text("disposition").map { ($0, row.integer("what_if") ?? 0) }
            })
        #expect(counts.filter { $0.value > 0 } == cleared.integers("counts"))
        let moved = try strict.objects("partners").filter {
            $0.object("agreed")?.text("difference") != "0.00"
        }
        #expect(!moved.isEmpty)
        #expect(try rowCounts(month.database) == before)
        let table = try month.clearing.succeed(
            "what-if", "--month", "2026-10", "--rules", month.folder.path("strict"))
        #expect(table.hasPrefix("NOT POSTABLE"))
    }

    private func whatIf(_ month: ClosedMonth, _ rules: String) throws -> JSONObject {
        let text = try month.clearing.succeed(
            "what-if", "--month", "2026-10", "--rules", rules, "--json")
        #expect(text.contains("\"postable\":false"))
        return try JSONObject(text)
    }

    private func rowCounts(_ database: ScratchDatabase) throws -> [String] {
        let tables = try database.connect().relations().map(\.title)
        return try tables.map { "\($0) \(try database.texts("SELECT count(*) FROM \($0)"))" }
    }
}
