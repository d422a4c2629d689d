import Foundation
import TestSupport
import Testing

/// Partners' statements from the command line, over a closed sandbox month: IN-TPC invoices what its
/// drivers' eMSP, we, agreed to, over hubject.
@Suite struct StatementCommandTests {
    private static let header =
        "CDR ID,Start,End,Energy (kWh),Taxable Value,GST,Invoice Value,Currency,CPO\n"

    /// What we agreed with the partner, as lines of its statement, and the sum of that.
    private func agreed(_ month: ClosedMonth) throws -> (lines: [String], total: String) {
        let condition =
            "FROM reconciliation.line WHERE counterparty = 'IN-TPC' AND side = 'emsp' "
            + "AND disposition <> 'OUT_OF_PERIOD' AND agreed <> 0 AND currency = 'INR'"
        let lines = try month.database.texts(
            "SELECT cdr_id || ',' || to_char(start_at AT TIME ZONE 'Asia/Kolkata', "
                + "'YYYY-MM-DD\"T\"HH24:MI:SS') || ',,' || energy || ',' || agreed_before_tax || ',' "
                + "|| agreed - agreed_before_tax || ',' || agreed || ',INR,IN-TPC' \(condition) "
                + "ORDER BY start_at, cdr_id")
        let total = try month.one("SELECT sum(agreed) \(condition)")
        return (lines, total)
    }

    private func take(
        _ month: ClosedMonth, _ text: String, _ number: String, _ more: String...
    ) throws -> ClearingProcess.Ended {
        try month.folder.write(text, to: "statement.csv")
        return try month.clearing.run(
            [
                "statement", "import", month.folder.path("statement.csv"), "--hub", "hubject",
                "--counterparty", "IN-TPC", "--month", "2026-10", "--number", number, "--by",
                "asha", "--at", "2026-11-08T08:00:00Z", "--json",
            ] + more)
    }

    private func reconcile(
        _ month: ClosedMonth, _ more: String...
    ) throws -> (code: Int32, result: JSONObject) {
        let ended = try month.clearing.run(
            ["statement", "reconcile", "--month", "2026-10", "--json"] + more)
        return (ended.code, try JSONObject(ended.output))
    }

    private func sums(_ result: JSONObject) throws -> [String] {
        try result.objects("sums").map {
            "\($0.text("currency") ?? "") \($0.text("theirs") ?? "") \($0.text("ours") ?? "") "
                + ($0.text("difference") ?? "")
        }
    }

    /// One line dearer by 12.50, one left out, one that we never had, one unreadable.
    /// - Returns: the lines, and the amount of the one that was left out.
    private func spoiled(
        _ lines: [String], _ month: ClosedMonth
    ) throws -> (lines: [String], dropped: String) {
        var changed = lines
        var cells = changed[0].split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init)
        cells[6] = try month.one("SELECT \(cells[6]) + 12.50")
        cells[4] = ""
        cells[5] = ""
        changed[0] = cells.joined(separator: ",")
        let dropped = changed.remove(at: 1).split(
            separator: ",", omittingEmptySubsequences: false)[6]
        changed.append("T-UNKNOWN,,,,,,7.00,INR,IN-TPC")
        changed.append("T-BROKEN,,,,,,7.o0,INR,IN-TPC")
        return (changed, String(dropped))
    }

    @Test func `a closed month is compared line by line, whatever the partner does to it`() throws {
        let month = try ClosedMonth()
        try month.close()
        let (lines, total) = try agreed(month)
        #expect(lines.count > 5)
        let text = Self.header + lines.joined(separator: "\n") + "\n"
        let first = try take(month, text, "T-1")
        #expect(first.code == 0, "\(first.errors)")
        #expect(try JSONObject(first.output).text("state") == "taken in")

        let same = try reconcile(month)
        #expect(same.code == 0)
        #expect(try sums(same.result) == ["INR \(total) \(total) 0.00"])
        let rows = try month.one(
            "SELECT count(*) FROM reconciliation.line WHERE counterparty = 'IN-TPC' "
                + "AND side = 'emsp' AND disposition <> 'OUT_OF_PERIOD'")
        #expect(try "\(same.result.objects("entries").count)" == rows)

        // The same file again is nothing new; another order neither, but for the file itself.
        let again = try take(month, text, "T-1")
        #expect(again.code == 0)
        #expect(try JSONObject(again.output).text("state") == "already there")
        let turned = Self.header + lines.reversed().joined(separator: "\n") + "\n"
        #expect(try take(month, turned, "T-1").code == 0)
        let second = try reconcile(month)
        #expect(try second.result.objects("statements").map { $0.integer("version") } == [2])
        #expect(
            try same.result.objects("entries").map { $0.text("reason") }
                == second.result.objects("entries").map { $0.text("reason") })

        let (changed, dropped) = try spoiled(lines, month)
        let third = try take(month, Self.header + changed.joined(separator: "\n"), "T-1")
        #expect(third.code == 0)
        let finding = try #require(JSONObject(third.output).objects("findings").first)
        #expect(finding.text("code") == "BAD_NUMBER")
        #expect(finding.text("column") == "Invoice Value")

        let other = try reconcile(month, "--out", month.folder.path("out"))
        #expect(other.code == 1)
        let theirs = try month.one("SELECT \(total) + 12.50 - \(dropped) + 7.00")
        let apart = try month.one("SELECT 19.50 - \(dropped)")
        #expect(try sums(other.result) == ["INR \(theirs) \(total) \(apart)"])
        let found = Set(
            try other.result.objects("entries").filter { $0.text("severity") == "SEVERE" }
                .compactMap { $0.text("disposition") })
        #expect(found == ["PRICE_MISMATCH", "MISSING_CDR", "MISSING_SESSION"])
        let csv = try month.folder.read(
            "out/statement-comparison-2026-10-IN-TPC-emsp-lines.csv")
        #expect(csv.contains("T-UNKNOWN"))
    }

    @Test func `what holds a month is said, kept, and can be withdrawn`() throws {
        let month = try ClosedMonth()
        let (lines, _) = try agreed(month)
        let text = Self.header + lines.joined(separator: "\n") + "\n"
        #expect(try take(month, text, "T-1").code == 0)
        let twice = try take(
            month, Self.header + lines.reversed().joined(separator: "\n"), "T-2")
        #expect(twice.code == 0)
        let held = try reconcile(month)
        #expect(held.code == 1)
        #expect(try held.result.objects("holds").map { $0.text("code") } == ["DUPLICATE_STATEMENT"])
        #expect(try held.result.objects("holds").map { $0.text("statement") } == ["T-2"])

        let withdraw = [
            "statement", "withdraw", "T-2", "--hub", "hubject", "--counterparty", "IN-TPC",
            "--month", "2026-10", "--by", "asha",
        ]
        #expect(try month.clearing.run(withdraw).code == 64)
        try month.clearing.succeed(withdraw + ["--why", "sent twice"])
        #expect(try reconcile(month).code == 0)

        let foreign = try take(
            month, Self.header + "X,,,,,,1.00,INR,IN-ZEO\n", "T-3")
        #expect(foreign.code == 65 && foreign.errors.contains("holds IN-TPC's 2026-10"))
        #expect(
            try reconcile(month).result.objects("holds").map { $0.text("code") } == ["WRONG_PARTY"])
        let unreadable = try take(month, "PK\u{3}\u{4}", "T-3")
        #expect(unreadable.code == 65)
        #expect(
            try reconcile(month).result.objects("holds").map { $0.text("code") }
                == ["FILE_UNREADABLE"])
        // Every file is kept as it came.
        #expect(
            try month.database.texts(
                "SELECT DISTINCT encode(sha256(body), 'hex') = encode(sha256, 'hex') "
                    + "FROM invoice.file") == ["t"])
        let listed = try month.clearing.succeed("statement", "list", "--month", "2026-10")
        #expect(listed.contains("withdrawn") && listed.contains("superseded"))
    }

    @Test func `what is asked for must be there`() throws {
        let month = try ClosedMonth(sessions: 20)
        #expect(try month.clearing.run("statement", "reconcile", "--month", "2026-10").code == 65)
        let other = try take(month, "x", "T-1", "--map", "none")
        #expect(other.code == 64 && other.errors.contains("registered, standard"))
        let stranger = try month.clearing.run(
            "statement", "import", month.folder.path("statement.csv"), "--hub", "gireve",
            "--counterparty", "IN-TPC", "--month", "2026-10", "--number", "1", "--by", "asha")
        #expect(stranger.code == 64 && stranger.errors.contains("no partner"))
    }
}

extension ClosedMonth {
    /// First column of the one row that a statement gives, as text.
    fileprivate func one(_ sql: String) throws -> String {
        try #require(database.texts(sql).first)
    }
}
