import Foundation
import TestSupport
import Testing

/// Closing a month through the program: draft, owners, second person, what is refused afterwards.
@Suite struct CloseTests {
    @Test func `a month closes after a draft, an owner for each exception and a second person`()
        throws
    {
        let month = try ClosedMonth()
        let early = try month.clearing.run("close", "--month", "2026-10", "--approve-as", "ravi")
        #expect(early.code == 65)
        #expect(early.errors.contains("has no draft"), "\(early.errors)")
        try month.draft()
        #expect(try month.state() == "draft")
        let unowned = try month.clearing.run("close", "--month", "2026-10", "--approve-as", "ravi")
        #expect(unowned.code == 1)
        #expect(unowned.errors.contains("neither a dispute nor an owner"), "\(unowned.errors)")
        try month.assign()
        for same in ["asha", " Asha", "ASHA "] {
            let alone = try month.clearing.run("close", "--month", "2026-10", "--approve-as", same)
            #expect(alone.code == 65, "\(same): \(alone.errors)")
        }
        let both = try month.clearing.run(
            "close", "--month", "2026-10", "--by", "asha", "--approve-as", "ravi")
        #expect(both.code == 64)
        #expect(try month.state() == "draft")
        let hash = try month.approve()
        #expect(try month.state() == "closed")

        let again = try JSONObject(
            month.clearing.succeed(
                "close", "--month", "2026-10", "--approve-as", "meera", "--json"))
        #expect(again.text("state") == "already closed")
        #expect(again.text("by") == "ravi")
        #expect(again.object("close")?.text("hash") == hash)
        let verified = try month.verify()
        #expect(verified.code == 0, "\(verified.result) \(verified.errors)")
        #expect(try month.verify("--expect", hash).code == 0)
        #expect(try month.verify("--expect", String(repeating: "0", count: 64)).code == 1)
    }

    @Test func `nobody who decides is nobody`() throws {
        let month = try ClosedMonth(sessions: 20)
        #expect(try month.clearing.run("close", "--month", "2026-10").code == 64)
        #expect(try month.clearing.run("close", "--month", "2026-10", "--by", " ").code == 64)
        var named = month.clearing
        named.environment["CLEARING_USER"] = "asha"
        #expect(try named.run("close", "--month", "2026-10").code == 0)
    }

    @Test func `a closed month takes no new result, and clearing it again says so`() throws {
        let month = try ClosedMonth(sessions: 20)
        try month.close()
        let runs = try month.database.texts("SELECT count(*) FROM runs.run")
        let ended = try month.clearing.run(
            "month", "--from", month.folder.path("in"), "--month", "2026-10", "--out",
            month.folder.path("out"))
        #expect(ended.code == 0)
        #expect(ended.errors.contains("2026-10 is closed (version 1"), "\(ended.errors)")
        // The same rules give what is there; other rules would give something else.
        for stage in ["rate", "reconcile", "settle"] {
            #expect(try month.clearing.run(stage, "--month", "2026-10").code == 0)
        }
        try month.folder.copy(Checkout.rules, to: "other")
        let file = try month.folder.read("other/tolerances.yaml")
        try month.folder.write("# other rules\n" + file, to: "other/tolerances.yaml")
        for stage in ["rate", "reconcile", "settle"] {
            let refused = try month.clearing.run(
                stage, "--month", "2026-10", "--rules", month.folder.path("other"))
            #expect(refused.code == 65 || refused.code == 75, "\(stage): \(refused.errors)")
        }
        let rate = try month.clearing.run(
            "rate", "--month", "2026-10", "--rules", month.folder.path("other"))
        #expect(rate.code == 65)
        #expect(rate.errors.contains("2026-10 is closed"), "\(rate.errors)")
        #expect(try month.database.texts("SELECT count(*) FROM runs.run") == runs)
    }

    @Test func `a reopened month closes again as the next version and both can be verified`() throws
    {
        let month = try ClosedMonth()
        let first = try month.close()
        #expect(
            try month.clearing.run("close", "reopen", "--month", "2026-10", "--by", "a").code == 64)
        try month.clearing.succeed(
            "close", "reopen", "--month", "2026-10", "--by", "asha", "--why", "wrong rounding")
        #expect(try month.state() == "reopened")
        let second = try month.close()
        #expect(second != first)
        let list = try month.clearing.succeed("close", "list", "--json")
        let closes = try #require(
            JSONSerialization.jsonObject(with: Data(list.utf8)) as? [[String: Any]])
        #expect(closes.map { $0["state"] as? String } == ["reopened", "closed"])
        #expect(closes.last?["previous"] as? String == first)

        // Numbers go on without a gap; those of the first version stay listed, cancelled.
        let numbers = try month.database.texts(
            "SELECT version || ' ' || sequence || ' ' || is_cancelled FROM published.statement_number"
                + " ORDER BY sequence")
        let count = numbers.count / 2
        #expect(count > 0 && numbers.count == count * 2)
        for (index, number) in numbers.enumerated() {
            let version = index < count ? 1 : 2
            #expect(number == "\(version) \(index + 1) \(version == 1)")
        }
        let verified = try month.verify()
        #expect(verified.code == 0, "\(verified.result) \(verified.errors)")
        #expect(verified.errors.contains("2026-10 version 1"))
        #expect(verified.errors.contains("2026-10 version 2"))
    }

    @Test func `once a tax document is out a month is not reopened`() throws {
        let month = try ClosedMonth(sessions: 20)
        let early = try month.clearing.run(
            "close", "tax-document", "--month", "2026-10", "--number", "T1", "--by", "asha")
        #expect(early.code == 65)
        try month.close()
        try month.clearing.succeed(
            "close", "tax-document", "--month", "2026-10", "--number", "RS29A26270000001", "--by",
            "asha")
        let refused = try month.clearing.run(
            "close", "reopen", "--month", "2026-10", "--by", "asha", "--why", "a mistake")
        #expect(refused.code == 65)
        #expect(refused.errors.contains("RS29A26270000001"), "\(refused.errors)")
        #expect(try month.state() == "closed")
        #expect(try month.verify().code == 0)
    }

    @Test func `months close in order, and only the newest can be reopened`() throws {
        let month = try ClosedMonth(
            sessions: 20,
            rates: """
                currency: "EUR"
                book_currency: "INR"
                days_valid: "100"
                entries:
                  - {from: "2026-08-01", rate: "100", source: "for this test"}
                cases:
                  - {why: "one", on: "2026-08-01", amount: "1", expect: {book: "100.00", quoted_on: "2026-08-01"}}

                """)
        let before = month.folder.path("before")
        try month.clearing.succeed(
            "sandbox", "generate", "--seed", "2", "--month", "2026-09", "--sessions", "20", before)
        try month.clearing.succeed(
            "month", "--from", before, "--month", "2026-09", "--out", month.folder.path("out"))
        func close(_ name: String) throws -> Int32 {
            _ = try month.clearing.run("close", "--month", name, "--by", "asha")
            _ = try month.clearing.run(
                "close", "assign", "--month", name, "--all", "--owner", "desk", "--why", "w",
                "--by", "asha")
            return try month.clearing.run("close", "--month", name, "--approve-as", "ravi").code
        }
        func reopen(_ name: String) throws -> Int32 {
            try month.clearing.run(
                "close", "reopen", "--month", name, "--by", "asha", "--why", "w"
            ).code
        }
        #expect(try reopen("2026-09") == 65)
        #expect(try close("2026-09") == 0)
        #expect(try reopen("2026-09") == 0)
        #expect(try close("2026-10") == 65)
        #expect(try close("2026-09") == 0)
        // What September took is not October's, which was cleared before.
        #expect(try close("2026-10") == 75)
        try month.clear()
        #expect(try close("2026-10") == 0)
        #expect(try reopen("2026-09") == 65)
        #expect(try reopen("2026-10") == 0)
        #expect(try reopen("2026-09") == 65)
        #expect(try close("2026-10") == 0)
        let verified = try month.verify()
        #expect(verified.code == 0, "\(verified.result) \(verified.errors)")
        // The chain, walked by hand.
        let chain = try month.database.texts(
            "SELECT encode(previous, 'hex') || ' ' || encode(hash, 'hex') FROM closing.close"
                + " ORDER BY position"
        ).map { $0.split(separator: " ").map(String.init) }
        #expect(chain.count == 4)
        #expect(chain.first?.first == String(repeating: "0", count: 64))
        for (before, after) in zip(chain, chain.dropFirst()) { #expect(before[1] == after[0]) }
    }

    @Test func `another database with other run numbers gives the same hash`() throws {
        let month = try ClosedMonth()
        let hash = try month.close()
        let other = try ClearingProcess(ScratchDatabase())
        // Runs of another month first, so that every number differs; then the same objects in other
        // files, taken in the other way round.
        try other.succeed(
            "sandbox", "generate", "--seed", "3", "--month", "2026-09", "--sessions", "20",
            month.folder.path("before"))
        try other.succeed(
            "month", "--from", month.folder.path("before"), "--month", "2026-09", "--out",
            month.folder.path("out2"))
        try shuffleSessions(in: month.folder)
        try other.succeed(
            "month", "--from", month.folder.path("in"), "--month", "2026-10", "--out",
            month.folder.path("out2"))
        for arguments in [
            ["close", "--month", "2026-10", "--by", "someone"],
            [
                "close", "assign", "--month", "2026-10", "--all", "--owner", "x", "--why", "y",
                "--by", "z",
            ],
        ] { try other.succeed(arguments) }
        let closed = try other.succeed(
            "close", "approve", "--month", "2026-10", "--by", "else", "--json")
        #expect(try JSONObject(closed).object("close")?.text("hash") == hash)
        #expect(try other.run("close", "verify", "--month", "2026-10").code == 0)
    }

    /// Puts our sessions in the opposite order into a file of another name.
    private func shuffleSessions(in folder: TemporaryFolder) throws {
        let path = "in/own/sessions/sessions-0001.ndjson"
        let lines = try folder.read(path).split(separator: "\n")
        #expect(lines.count > 50)
        try folder.write(
            lines.reversed().joined(separator: "\n") + "\n", to: "in/own/sessions/z.ndjson")
        try FileManager.default.removeItem(at: folder.url(path))
    }
}
