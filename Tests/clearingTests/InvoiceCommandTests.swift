import Foundation
import TestSupport
import Testing

/// Invoice records from the command line, over a closed sandbox month.
@Suite struct InvoiceCommandTests {
    /// The key of RFC 8032 §7.1, test 1.
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """

    private func publish(_ month: ClosedMonth, _ more: String...) throws -> ClearingProcess.Ended {
        try month.folder.write(Self.key, to: "key.pem")
        return try month.clearing.run(
            [
                "invoice", "publish", "--month", "2026-10", "--key", month.folder.path("key.pem"),
                "--by", "asha", "--at", "2026-11-08T08:00:00Z", "--out",
                month.folder.path("invoices"), "--json",
            ] + more)
    }

    private func objects(_ output: String) throws -> [JSONObject] {
        try output.split(separator: "\n").map { try JSONObject(String($0)) }
    }

    @Test func `each statement that is ours to invoice has a record and a signed annex`() throws {
        let month = try ClosedMonth()
        #expect(try publish(month).code == 75)
        try month.close()
        let unsigned = try month.clearing.run(
            "invoice", "publish", "--month", "2026-10", "--by", "asha")
        #expect(unsigned.code == 64 && unsigned.errors.contains("CLEARING_ANNEX_KEY"))
        let first = try publish(month)
        #expect(first.code == 0, "\(first.errors)")
        let published = try objects(first.output)

        // Direct billing on the CPO side, and FR-IZI's deliveries, which we bill for it.
        let due = try month.database.texts(
            "SELECT counterparty || ' ' || currency || ' ' || due::numeric(20, 2) "
                + "FROM settlement.statement WHERE (side = 'cpo' OR counterparty = 'FR-IZI') "
                + "AND due <> 0 ORDER BY 1")
        let billed = try published.map { one in
            let annex = try #require(one.object("annex"))
            let total = try #require(annex.object("total")?.text("after_tax"))
            return "\(annex.text("counterparty") ?? "") \(annex.text("currency") ?? "") \(total)"
        }
        #expect(billed.sorted() == due)
        #expect(due.count > 4)
        for one in published {
            let record = try #require(one.object("record"))
            let (id, invoice) = (record.text("id") ?? "", record.text("invoice_id") ?? "")
            #expect(id.hasPrefix(invoice + "-MG"))
            #expect(
                try month.database.texts(
                    "SELECT count(*) FROM closing.number WHERE number = '\(invoice)'") == ["1"])
            #expect(one.text("algorithm") == "Ed25519")
        }

        let again = try publish(month)
        #expect(again.code == 0)
        #expect(
            again.output.replacing("already there", with: "new") == first.output)
        #expect(
            try month.database.texts("SELECT count(*) FROM invoice.record") == [
                "\(published.count)"
            ])
    }

    @Test func `an annex is checked with and without our program, and a tampered one refused`()
        throws
    {
        let month = try ClosedMonth()
        try month.close()
        let published = try objects(publish(month).output)
        let one = try #require(published.first { $0.object("record")?.text("side") == "cpo" })
        let record = try #require(one.object("record"))
        let folder = "invoices/2026-10/\(record.text("counterparty") ?? "")"
        let annex = "\(folder)/\(record.text("id") ?? "").annex.json"
        let names = try FileManager.default.contentsOfDirectory(
            atPath: month.folder.path(folder))
        let key = try #require(names.first { $0.hasSuffix(".pem") })
        let document = "\(folder)/\(record.text("id") ?? "").json"
        func check() throws -> ClearingProcess.Ended {
            try month.clearing.run(
                "invoice", "check", month.folder.path(annex), "--key",
                month.folder.path("\(folder)/\(key)"), "--record", month.folder.path(document))
        }
        func script() throws -> Int32 {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                "python3", month.folder.path("\(folder)/check_annex.py"),
                month.folder.path(annex), "--record", month.folder.path(document), "--key",
                month.folder.path("\(folder)/\(key)"), "--signature",
                month.folder.path("\(annex).sig"),
            ]
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
        #expect(try check().code == 0)
        #expect(try script() == 0)

        let text = try month.folder.read(annex)
        // One amount and the total changed together: the sums hold, the signature does not.
        let total = try #require(one.object("annex")?.object("total")?.text("after_tax"))
        try month.folder.write(text.replacing(total, with: "1" + total), to: annex)
        let tampered = try check()
        #expect(tampered.code == 1 && tampered.errors.contains("signature"))
        #expect(try script() == 1)
        try month.folder.write(text, to: annex)
        let other = try month.folder.read(document).replacing("2026-11-08", with: "2026-11-09")
        try month.folder.write(other, to: document)
        #expect(try check().errors.contains("last_updated is another in the record"))
        #expect(try script() == 1)
    }

    @Test func `a record whose month was reopened is taken back, and the next one is new`() throws {
        let month = try ClosedMonth(sessions: 100)
        try month.close()
        let first = try objects(publish(month).output)
        try month.clearing.succeed(
            "close", "reopen", "--month", "2026-10", "--by", "asha", "--why", "a mistake")
        try month.close()
        let second = try objects(publish(month).output)
        #expect(second.count == first.count * 2)
        let deleted = second.filter { $0.object("record")?.row(["deleted"]) == "deleted=1" }
        #expect(
            Set(deleted.compactMap { $0.object("record")?.text("id") })
                == Set(first.compactMap { $0.object("record")?.text("id") }))
        #expect(deleted.allSatisfy { $0.object("record")?.integer("version") == 2 })
    }

    /// Takes in the record R-1 of IN-TPC over these CDRs.
    /// - Parameter more: what follows it in the list.
    private func receive(
        _ month: ClosedMonth, _ cdrs: [String], _ updated: String, _ more: String = ""
    ) throws -> Int32 {
        let list = cdrs.map { "\"\($0)\"" }.joined(separator: ",")
        try month.folder.write(
            """
            {"data":[{"country_code":"IN","party_id":"TPC","id":"R-1","invoice_id":"T/1",
            "cdrs":[\(list)],"last_updated":"\(updated)"}\(more)],"status_code":1000}
            """, to: "records.json")
        return try month.clearing.run(
            "invoice", "receive", month.folder.path("records.json"), "--hub", "hubject", "--by",
            "asha", "--at", "2026-11-09T08:00:00Z"
        ).code
    }

    @Test func `a partner's record is added up by our lines`() throws {
        let month = try ClosedMonth()
        try month.close()
        let condition =
            "FROM reconciliation.line WHERE counterparty = 'IN-TPC' AND side = 'emsp' "
            + "AND disposition <> 'OUT_OF_PERIOD' AND agreed <> 0"
        let ids = try month.database.texts("SELECT cdr_id \(condition) ORDER BY cdr_id")
        let held = try month.database.texts(
            "SELECT cdr_id \(condition) AND disputed <> 0 ORDER BY cdr_id")
        let total = try #require(month.database.texts("SELECT sum(agreed) \(condition)").first)
        func verify() throws -> (code: Int32, JSONObject) {
            let ended = try month.clearing.run("invoice", "verify", "--month", "2026-10", "--json")
            return (ended.code, try JSONObject(ended.output))
        }
        #expect(try receive(month, ids, "2026-11-08T00:00:00Z") == 0)
        let (code, result) = try verify()
        #expect(code == (held.isEmpty ? 0 : 1))
        let verdict = try #require(result.objects("records").first)
        #expect(verdict.object("after_tax")?.text("INR") == total)
        #expect(try verdict.objects("disputed").compactMap { $0.text("cdr_id") } == held)
        #expect(try result.objects("missing").isEmpty && verdict.objects("unknown").isEmpty)

        // The next version leaves one out and names one that nobody knows; an older one is refused.
        let changed = Array(ids.dropFirst()) + ["NOBODY"]
        #expect(try receive(month, changed, "2026-11-08T10:00:00Z") == 0)
        #expect(try receive(month, ids, "2026-11-08T09:00:00Z") == 65)
        let (worse, second) = try verify()
        #expect(worse == 1)
        #expect(try second.objects("missing").compactMap { $0.text("cdr_id") } == [ids[0]])
        #expect(
            try second.objects("records").first?.objects("unknown").compactMap { $0.text("cdr_id") }
                == ["NOBODY"])

        // What another party owns is not this hub's to tell.
        let foreign =
            #",{"country_code":"FR","party_id":"IZI","id":"1","invoice_id":"1","cdrs":["a"],"#
            + #""last_updated":"2026-11-08T00:00:00Z"}"#
        #expect(try receive(month, changed, "2026-11-08T10:00:00Z", foreign) == 65)
        let delete = [
            "invoice", "delete", "r-1", "--owner", "IN-TPC", "--hub", "hubject", "--by", "x",
        ]
        #expect(try month.clearing.run(delete).code == 0)
        #expect(try month.clearing.run(delete).code == 65)
        #expect(
            try month.clearing.run("invoice", "verify", "--month", "2026-10").code == 65)
        #expect(
            try month.database.texts(
                "SELECT version || ' ' || is_deleted FROM invoice.record ORDER BY version")
                == ["1 false", "2 false", "3 true"])
    }
}
