import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

/// The ledger takes what a closed run settled, once, and keeps it.
@Suite struct LedgerTests {
    private let at = ScratchDatabase.now
    private let scratch: ScratchDatabase

    init() throws { scratch = try ScratchDatabase() }

    @Test func `a closed run is posted once, however often it is asked for`() throws {
        let run = try settle([accrual("118.00"), netting("50.00")])
        for _ in 0..<3 {
            #expect(try post(1, run) == Posted(entries: 2, reversals: 0))
        }
        #expect(
            try texts("SELECT source FROM ledger.entry ORDER BY entry") == [
                "2026-10/v1/PAYABLE_ACCRUED/magma/IN-ZEO/INR", "2026-10/v1/NETTED/magma/IN-ZEO/INR",
            ])
        #expect(
            try texts(
                "SELECT entry || ' ' || line || ' ' || account || ' ' || amount || ' ' ||"
                    + " book_amount FROM ledger.line ORDER BY entry, line") == [
                    "1 0 5100 118.00 118.00", "1 1 2100 -118.00 -118.00", "2 0 2100 50.00 50.00",
                    "2 1 1210 -50.00 -50.00",
                ])
        #expect(try balance("2100") == "-68.00")
    }

    @Test func `a new version takes back the one before, entry by entry`() throws {
        try post(1, settle([accrual("118.00"), netting("50.00")], key: "a"))
        let second = try settle([accrual("120.00")], key: "b")
        #expect(try post(2, second) == Posted(entries: 1, reversals: 2))
        #expect(try post(2, second) == Posted(entries: 1, reversals: 2))
        #expect(
            try texts(
                "SELECT source || ' ' || version FROM ledger.entry WHERE entry > 2"
                    + " ORDER BY entry") == [
                    "2026-10/v1/PAYABLE_ACCRUED/magma/IN-ZEO/INR/reversal 2",
                    "2026-10/v1/NETTED/magma/IN-ZEO/INR/reversal 2",
                    "2026-10/v2/PAYABLE_ACCRUED/magma/IN-ZEO/INR 2",
                ])
        #expect(try balance("2100") == "-120.00")
        #expect(try balance("1210") == "0.00")
        // A third version takes back the second, and the first only through it.
        #expect(try post(3, settle([], key: "c")) == Posted(entries: 0, reversals: 1))
        for account in ["5100", "2100", "1210"] { #expect(try balance(account) == "0.00") }
        let once = try texts(
            "SELECT DISTINCT count(*)::text FROM ledger.entry"
                + " WHERE reverses IS NOT NULL GROUP BY reverses")
        #expect(once == ["1"])
    }

    @Test(arguments: 0..<8)
    func `any prefix of the postings played again leaves the ledger of playing each once`(
        seed: UInt64
    ) throws {
        var state = seed
        func random(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let runs = try (0..<4).map { number in
            try settle(
                (0...random(2)).map { entry in
                    let event: JournalEntry.Event = entry == 0 ? .payableAccrued : .netted
                    let amount = "\(random(900) + 1).\(random(90) + 10)"
                    return Sample.entry(
                        event, amounts: [("5100", amount), ("2100", "-\(amount)")])
                }, key: Character("\(number)"))
        }
        for (place, run) in runs.enumerated() {
            try post(place + 1, run)
            for again in 0...Int(random(UInt64(place + 1))) { try post(again + 1, runs[again]) }
        }
        // Worked out apart: every version takes back what the one before had posted itself.
        let entries = try texts(
            "SELECT version || ' ' || count(*) FILTER (WHERE reverses IS NULL) || ' '"
                + " || count(*) FILTER (WHERE reverses IS NOT NULL)"
                + " FROM ledger.entry GROUP BY version ORDER BY version")
        let sizes = try runs.map { run in
            try texts(
                "SELECT count(*)::text FROM settlement.journal_entry WHERE run_id = \(run.id)"
            )
            .first ?? ""
        }
        let expected = sizes.enumerated().map { place, size in
            "\(place + 1) \(size) \(place == 0 ? "0" : sizes[place - 1])"
        }
        #expect(entries == expected)
        // What is left in the books is the last version alone.
        let last = try #require(runs.last)
        for account in ["5100", "2100"] {
            #expect(
                try balance(account)
                    == texts(
                        "SELECT sum(amount)::text FROM settlement.journal_line WHERE run_id ="
                            + " \(last.id) AND account = '\(account)'"
                    ).first)
        }
    }

    @Test func `what is out of order is refused and leaves nothing`() throws {
        let first = try settle([accrual("118.00")], key: "a")
        let other = try settle([accrual("119.00")], key: "b")
        let open = try Sample.open(.settle, on: scratch.connect(as: .settle), key: "c")
        #expect(try refusal { try post(1, open) }.contains("is not a closed settle run of 2026-10"))
        try post(2, first)
        #expect(
            try refusal { try post(2, other) } == "2026-10 v2 is posted already, from run 1")
        #expect(try refusal { try post(1, other) } == "2026-10 v1 cannot follow v2 in the ledger")
        #expect(try texts("SELECT run_id::text FROM ledger.entry") == ["1"])
    }

    @Test func `nothing is posted while a rate is missing`() throws {
        var foreign = Sample.entry(
            in: "EUR", amounts: [("5100", "10.00"), ("2100", "-10.00")])
        for place in foreign.postings.indices { foreign.postings[place].bookAmount = nil }
        let run = try settle([accrual("118.00"), foreign])
        #expect(
            try refusal { try post(1, run) }
                == "no rate is known of EUR in INR (2026-10/PAYABLE_ACCRUED/magma/IN-ZEO/EUR);"
                + " see Rules/fx")
        #expect(try texts("SELECT source FROM ledger.entry") == [])
    }

    @Test func `nobody changes what is posted, not even the owner`() throws {
        try post(1, settle([accrual("118.00")]))
        for role in [StageRole.post, .settle, nil] {
            let connection = try scratch.connect(as: role)
            for statement in [
                "UPDATE ledger.entry SET text = 'x'", "DELETE FROM ledger.line",
                "UPDATE ledger.line SET amount = amount + 1", "TRUNCATE ledger.entry CASCADE",
                "DELETE FROM ledger.entry WHERE false",
            ] {
                let error = #expect(throws: StoreError.self) {
                    try connection.run(statement, name: "test")
                }
                #expect(error?.sqlState == (role == nil ? "23001" : "42501"), "\(statement)")
            }
        }
        let post = try scratch.connect(as: .post)
        let late = #expect(throws: StoreError.self) {
            try post.run(
                "INSERT INTO ledger.line VALUES (1, 2, '1', 'a', 'asset', 'magma', 'INR', 1,"
                    + " 'INR', 1), (1, 3, '1', 'a', 'asset', 'magma', 'INR', -1, 'INR', -1)",
                name: "test")
        }
        #expect(late?.message.contains("entry 1 is posted; nothing can be added to it") == true)
        #expect(try balance("2100") == "-118.00")
    }

    @Test func `the database refuses an entry that does not balance, and one source twice`() throws
    {
        let run = try settle([accrual("118.00")])
        try post(1, run)
        func insert(_ source: String, _ amounts: String) throws -> String? {
            let connection = try scratch.connect(as: .post)
            let transaction = try connection.begin()
            do {
                try connection.run(
                    """
                    INSERT INTO ledger.entry VALUES (2, '\(source)', '2026-10-01', 1, 'X', 'magma',
                        'IN-ZEO', NULL, 'EUR', 'INR', '2026-10-01', '', '2026-10-31', '', 1, NULL,
                        'epoch');
                    INSERT INTO ledger.line VALUES \(amounts)
                    """, name: "test")
                try transaction.commit()
                return nil
            } catch { return error.sqlState }
        }
        func line(_ number: Int, _ amount: String, _ book: String) -> String {
            "(2, \(number), '1', 'a', 'asset', 'magma', 'EUR', \(amount), 'INR', \(book))"
        }
        let check = "23514"
        #expect(try insert("a", line(0, "1", "98") + "," + line(1, "-0.99", "-98")) == check)
        #expect(try insert("a", line(0, "1", "98") + "," + line(1, "-1", "-97.99")) == check)
        #expect(try insert("a", line(0, "0", "0") + "," + line(1, "0", "0")) == check)
        let taken = "2026-10/v1/PAYABLE_ACCRUED/magma/IN-ZEO/INR"
        let right = line(0, "1", "98") + "," + line(1, "-1", "-98")
        #expect(try insert(taken, right) == "23505")
        #expect(try insert("a", right) == nil)
    }

    @Test func `two that post at once wait for each other`() throws {
        let run = try settle([accrual("118.00")])
        let first = try scratch.connect(as: .post)
        let transaction = try first.begin()
        try transaction.post(month: Sample.month, version: 1, settledBy: run, at: at)
        let second = try scratch.connect(as: .post)
        try second.run("SET lock_timeout = 50", name: "test")
        let waiting = try second.begin()
        var isPassing = false
        do {
            try waiting.post(month: Sample.month, version: 1, settledBy: run, at: at)
        } catch { isPassing = error.isPassing }
        #expect(isPassing)
        try waiting.rollback()
        try transaction.commit()
        #expect(try post(1, run) == Posted(entries: 1, reversals: 0))
    }

    private func accrual(_ amount: String) -> JournalEntry {
        Sample.entry(amounts: [("5100", amount), ("2100", "-\(amount)")])
    }

    private func netting(_ amount: String) -> JournalEntry {
        Sample.entry(.netted, amounts: [("2100", amount), ("1210", "-\(amount)")])
    }

    private func settle(_ journal: [JournalEntry], key: Character = "a") throws -> Run {
        let connection = try scratch.connect(as: .settle)
        let run = try Sample.open(.settle, on: connection, key: key)
        let transaction = try connection.begin()
        try transaction.save(journal, of: run)
        try transaction.closeRun(run, summary: "", now: at)
        try transaction.commit()
        try connection.releaseLock(.settle, Sample.month)
        return try #require(try connection.latestClosedRun(.settle, Sample.month))
    }

    @discardableResult
    private func post(_ version: Int, _ run: Run) throws -> Posted {
        let connection = try scratch.connect(as: .post)
        let transaction = try connection.begin()
        let posted = try transaction.post(
            month: Sample.month, version: version, settledBy: run, at: at)
        try transaction.commit()
        return posted
    }

    private func refusal(_ work: () throws -> Void) throws -> String {
        do {
            try work()
            return "done"
        } catch let error as StoreError {
            #expect(error.kind == .refused)
            return error.message
        }
    }

    private func balance(_ account: String) throws -> String? {
        try texts("SELECT sum(amount)::text FROM ledger.line WHERE account = '\(account)'").first
    }

    private func texts(_ sql: String) throws -> [String] {
        try StoreTests.texts(scratch, sql)
    }
}
