import Foundation
import TestSupport
import Testing

/// Payments through the program, on a closed sandbox month: the bank's files are made from its
/// statements, and what stays open is counted to the paisa from settlement's own tables.
@Suite struct PaymentCommandTests {
    @Test func `bank files pay statements, and what is open is what the ledger holds`() throws {
        let paid = try PaidMonth()
        #expect(try paid.openByPartner() == paid.controlBalances())
        let ours = paid.open("cpo")
        let theirs = paid.open("emsp")
        try #require(ours.count >= 4 && theirs.count >= 1, "\(paid.items)")
        var expected = paid.items.reduce(into: [String: Int]()) { $0[$1.number] = $1.amount }

        // A batch for two statements; a part of a third; a payable; a fourth, short of 4.00.
        let batch = [(ours[0].amount, ours[0].number), (ours[1].amount, ours[1].number)]
        let entries = [
            ntry(ours[0].amount + ours[1].amount, "", reference: "N1", details: batch),
            ntry(10_000, "part of \(ours[2].number)", reference: "N2"),
            ntry(theirs[0].amount, "ROAMING \(theirs[0].number)", reference: "N3"),
            ntry(ours[3].amount - 400, ours[3].number.lowercased(), reference: "N4"),
        ]
        let sum =
            ours[0].amount + ours[1].amount + 10_000 + theirs[0].amount + ours[3].amount
            - 400
        let taken = try paid.importing(camt(entries, sum: sum), as: "november.xml")
        #expect(taken.code == 0, "\(taken.errors)")
        #expect(taken.output.contains("5 entries, 5 new, 0 refused"), "\(taken.output)")
        for item in [ours[0], ours[1], theirs[0], ours[3]] { expected[item.number] = 0 }
        expected[ours[2].number] = ours[2].amount - 10_000

        try paid.clearing.succeed("payments", "match", "--at", "2026-11-12T10:00:00Z")
        #expect(try paid.openItems() == expected.filter { $0.value != 0 })
        #expect(try paid.openByPartner() == paid.controlBalances())
        #expect(
            try paid.month.database.texts(
                "SELECT sum(amount)::text FROM ledger.line WHERE account = '5310'") == ["4.00"])
        #expect(
            try paid.month.database.texts(
                "SELECT (sum(amount) * 100)::bigint::text FROM ledger.line WHERE account = '1110'")
                == ["\(sum)"])

        try overpay(ours[2], by: 2_500, after: 10_000, paid)
        try repeatAll(paid)
        // The close is what it was, and stays so.
        let verified = try paid.month.verify()
        #expect(verified.code == 0, "\(verified.result) \(verified.errors)")
    }

    /// The rest of a statement and some more, as CSV of another bank's account, among bad lines.
    private func overpay(
        _ item: PaidMonth.Item, by more: Int, after paidBefore: Int, _ paid: PaidMonth
    ) throws {
        let rest = item.amount - paidBefore + more
        let csv = """
            account;booked_on;amount;currency;text;reference;party;party_account
            3001-2345678;2026-11-20;\(amount(rest).replacing(".", with: ","));INR;\(item.number);S1;;
            99999;2026-11-20;5,00;INR;x;S2;;
            3001-2345678;20.11.2026;5,00;INR;x;S3;;

            """
        let second = try paid.importing(csv, as: "sbi.csv", "--map", "signed")
        #expect(second.code == 0)
        #expect(second.output.contains("1 entries, 1 new, 2 refused"), "\(second.output)")
        #expect(second.output.contains("UNKNOWN_ACCOUNT line 3"), "\(second.output)")
        #expect(second.output.contains("BAD_DATE line 4 booked_on"), "\(second.output)")
        try paid.clearing.succeed("payments", "match", "--at", "2026-11-21T10:00:00Z")
        let open = try paid.openItems()
        #expect(open[item.number] == nil)
        #expect(open.filter { $0.key.hasPrefix("B-") }.map(\.value) == [-more])
        #expect(try paid.openByPartner() == paid.controlBalances())
    }

    /// Files again, matching again: nothing more.
    private func repeatAll(_ paid: PaidMonth) throws {
        let ledger = try paid.month.database.texts("SELECT count(*) FROM ledger.entry")
        for (name, more) in [("november.xml", []), ("sbi.csv", ["--map", "signed"])] {
            let again = try paid.clearing.succeed(
                ["payments", "import", paid.month.folder.path(name)] + more)
            #expect(again.contains(" 0 new"), "\(again)")
        }
        #expect(try paid.clearing.succeed("payments", "match") == "nothing to match\n")
        #expect(try paid.month.database.texts("SELECT count(*) FROM ledger.entry") == ledger)
        let rejects = try paid.clearing.succeed("payments", "rejects")
        #expect(rejects.split(separator: "\n").count == 2, "\(rejects)")
    }

    @Test func `a person allocates what is not sure, takes it back, and the ledger follows`() throws
    {
        let paid = try PaidMonth()
        let ours = paid.open("cpo")
        let before = try paid.openItems()
        try paid.importing(
            camt([ntry(50_000, "thank you", reference: "N1")], sum: 50_000), as: "a.xml")
        let matched = try JSONObject(paid.clearing.succeed("payments", "match", "--json"))
        #expect(matched.text("outcome") == "UNMATCHED")
        #expect(try paid.openItems() == before)
        let id = try #require(matched.text("entry"))
        func decide(_ arguments: String...) throws -> ClearingProcess.Ended {
            try paid.clearing.run(
                ["payments"] + arguments
                    + ["--by", "asha", "--why", "she called", "--at", "2026-11-15T10:00:00Z"])
        }
        #expect(try decide("allocate", id, "MG26279999999").code == 65)
        #expect(try decide("allocate", "B-f", ours[0].number).code == 65)
        #expect(try decide("allocate", id, ours[0].number, "500.01").code == 65)
        #expect(try decide("allocate", id, ours[0].number, "-1").code == 64)
        #expect(
            try paid.clearing.run("payments", "allocate", id, ours[0].number, "--why", "x").code
                == 64)
        #expect(
            try paid.clearing.run("payments", "allocate", id, ours[0].number, "--by", "x").code
                == 64)
        #expect(try decide("allocate", id, ours[0].number, "120.50").code == 0)
        #expect(try decide("allocate", String(id.prefix(9)), ours[1].number, "9.50").code == 0)
        let party = ours[2].counterparty
        #expect(try decide("allocate", id, "--on-account", party).code == 0)
        #expect(try decide("allocate", id, ours[1].number).code == 65)
        var expected = before
        expected[ours[0].number, default: 0] -= 12_050
        expected[ours[1].number, default: 0] -= 950
        expected[id] = -37_000
        #expect(try paid.openItems() == expected)
        #expect(try paid.openByPartner() == paid.controlBalances())

        #expect(try decide("release", id, "--on-account").code == 0)
        expected[id] = nil
        #expect(try paid.openItems() == expected)
        #expect(try decide("release", id, "--statement", ours[0].number).code == 0)
        expected[ours[0].number] = before[ours[0].number]
        #expect(try paid.openItems() == expected)
        #expect(try decide("release", id).code == 0)
        #expect(try decide("release", id).code == 65)
        #expect(try paid.openItems() == before)
        #expect(try paid.openByPartner() == paid.controlBalances())
        // What somebody decided about is left to people.
        #expect(try paid.clearing.succeed("payments", "match") == "nothing to match\n")
        #expect(
            try paid.month.database.texts(
                "SELECT count(*) FROM ledger.entry WHERE version IS NULL AND reverses IS NOT NULL")
                == ["3"])
        let list = try paid.clearing.succeed("payments", "list", "--open")
        #expect(list.contains("500.00 INR left"), "\(list)")
    }

    @Test func `a returned payment opens its statement again, in the bank's next file too`() throws
    {
        let paid = try PaidMonth()
        let item = paid.open("cpo")[0]
        let before = try paid.openItems()
        try paid.importing(
            camt([ntry(item.amount, item.number, reference: "N1")], sum: item.amount), as: "a.xml")
        try paid.clearing.succeed("payments", "match")
        #expect(try paid.openItems()[item.number] == nil)
        let back = ntry(
            -item.amount, item.number, reference: "N1", on: "2026-11-13",
            more: "<RvslInd>true</RvslInd>")
        try paid.importing(camt([back], sum: -item.amount), as: "b.xml")
        let matched = try JSONObject(paid.clearing.succeed("payments", "match", "--json"))
        #expect(matched.text("outcome") == "RETURNED")
        #expect(try paid.openItems() == before)
        #expect(try paid.openByPartner() == paid.controlBalances())
    }

    @Test func `a person says which payment an entry without a mark takes back`() throws {
        let paid = try PaidMonth()
        let item = paid.open("cpo")[0]
        let before = try paid.openItems()
        let entries = [
            ntry(item.amount, item.number, reference: "N1"),
            ntry(-item.amount, "ECS RTN \(item.number)", reference: "N2", on: "2026-11-12"),
            ntry(-item.amount + 1, "another", reference: "N3", on: "2026-11-12"),
        ]
        try paid.importing(camt(entries, sum: 1 - item.amount), as: "a.xml")
        let matched = try paid.clearing.succeed("payments", "match", "--json")
            .split(separator: "\n").map { try JSONObject(String($0)) }
        func id(_ reference: String) throws -> String {
            try #require(matched.first { $0.text("reference") == reference }?.text("entry"))
        }
        #expect(
            matched.compactMap { $0.text("outcome") }.sorted() == [
                "MATCHED", "UNMATCHED", "UNMATCHED",
            ])
        func back(_ entry: String, _ origin: String) throws -> Int32 {
            try paid.clearing.run(
                "payments", "allocate", entry, "--returns", origin, "--by", "asha", "--why", "bank"
            ).code
        }
        #expect(try back(id("N3"), id("N1")) == 65)
        #expect(try back(id("N2"), id("N3")) == 65)
        #expect(try back(id("N2"), id("N1")) == 0)
        #expect(try paid.openItems() == before)
        #expect(try paid.openByPartner() == paid.controlBalances())
        #expect(try back(id("N3"), id("N1")) == 65)
    }

    @Test func `a reopened month gives other numbers, and what was paid stays paid`() throws {
        let paid = try PaidMonth()
        let item = paid.open("cpo")[0]
        try paid.importing(
            camt(
                [ntry(item.amount - 500, item.number, reference: "N1")],
                sum: item.amount - 500), as: "a.xml")
        try paid.clearing.succeed("payments", "match")
        let before = try paid.openByPartner()
        try paid.clearing.succeed(
            "close", "reopen", "--month", "2026-10", "--by", "asha", "--why", "a test")
        #expect(try paid.openByPartner() == before)
        try paid.month.close()
        #expect(try paid.openByPartner() == before)
        #expect(try paid.openByPartner() == paid.controlBalances())
        let numbers = try Set(PaidMonth.items(of: paid.month).map(\.number))
        #expect(!numbers.contains(item.number))
        #expect(try Set(paid.openItems().keys).isSubset(of: numbers))
        // Its old number still means the statement.
        try paid.importing(
            camt([ntry(1_000, item.number, reference: "N2")], sum: 1_000), as: "b.xml")
        let matched = try JSONObject(paid.clearing.succeed("payments", "match", "--json"))
        #expect(["OVERPAYMENT", "MATCHED", "PART_PAYMENT"].contains(matched.text("outcome")))
        let verified = try paid.month.verify()
        #expect(verified.code == 0, "\(verified.result) \(verified.errors)")
    }

    @Test func `euros are paid at the rate of their day, and the difference is realised`() throws {
        let paid = try PaidMonth()
        let all = paid.items.filter { $0.currency == "EUR" && $0.amount != 0 && $0.hub == "-" }
        let item = try #require(all.max { abs($0.amount) < abs($1.amount) })
        let file = camt(
            [ntry(item.amount, item.number, reference: "E1", currency: "EUR", on: "2026-11-09")],
            sum: item.amount, account: "DE89 3704 0044 0532 0130 00", currency: "EUR")
        try paid.importing(file, as: "eur.xml")
        try paid.clearing.succeed("payments", "match")
        #expect(try paid.openItems()[item.number] == nil)
        #expect(try paid.openByPartner() == paid.controlBalances())
        // 99.2875 of 30 October counts for ten days.
        let bank = try paid.month.database.texts(
            "SELECT book_amount::text FROM ledger.line WHERE account = '1110'")
        let rate = try #require(Decimal(string: "99.2875"))
        let booked = try #require(bank.first.flatMap { Decimal(string: $0) })
        let half = try #require(Decimal(string: "0.005"))
        #expect(bank.count == 1)
        #expect(abs(booked - Decimal(item.amount) / 100 * rate) <= half)
        // Nothing is left of the statement in rupees either, on the account that held it.
        let left = try paid.month.database.texts(
            """
            SELECT sum(line.book_amount)::text FROM ledger.entry AS entry
            JOIN ledger.line AS line USING (entry)
            WHERE line.account IN ('1210', '2110', '1240', '2130') AND entry.currency = 'EUR'
                AND entry.counterparty = '\(item.counterparty)'
            """)
        let others = paid.items.filter {
            $0.counterparty == item.counterparty && $0.currency == "EUR" && $0.number != item.number
                && $0.amount != 0
        }
        if others.isEmpty { #expect(hundredths(left.first) == 0) }
        try exportsAreTaken(paid)
    }

    /// By those of the programs that are installed; JournalExportTests says so where one is not.
    private func exportsAreTaken(_ paid: PaidMonth) throws {
        for (tool, format) in [(Tool.hledger, "hledger"), (Tool.beanCheck, "beancount")]
        where tool.isThere {
            let file = paid.month.folder.path("journal.\(format)")
            try paid.clearing.succeed("journal", "export", "--format", format, "--out", file)
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains("PAYMENT_ALLOCATED"))
            if format == "hledger" {
                try tool.run("-f", file, "check", "--strict")
            } else {
                #expect(try tool.run(file) == "")
            }
        }
    }

    @Test func `files that cannot be read say why and store nothing`() throws {
        let paid = try PaidMonth()
        let hostile = """
            <!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document>&x;</Document>
            """
        let refused = try paid.importing(hostile, as: "x.xml")
        #expect(refused.code == 65)
        #expect(refused.output.contains("DOCUMENT_TYPE_REFUSED"), "\(refused.output)")
        let nameless = try paid.importing("a,b\n1,2\n", as: "x.csv")
        #expect(nameless.code == 65)
        #expect(nameless.output.contains("--map: hdfc, sbi, signed"), "\(nameless.output)")
        #expect(try paid.importing("", as: "empty.xml").code == 65)
        #expect(try paid.importing("a", as: "y.csv", "--map", "nobank").code == 64)
        #expect(try paid.clearing.run("payments", "import", "/nowhere.xml").code == 69)
        // A closing balance that does not fit is found, and the entries are there.
        let odd = try paid.importing(
            camt([ntry(100, "x", reference: "N1")], sum: 99), as: "odd.xml")
        #expect(odd.code == 1)
        #expect(odd.output.contains("BALANCE_OFF"), "\(odd.output)")
        #expect(
            try paid.month.database.texts("SELECT count(*) FROM payment.bank_entry") == ["1"])
    }

    @Test func `payments between two closes leave both as they were, and are held to them`() throws
    {
        let month = try ClosedMonth(sessions: 60, rates: PaidMonth.longRates)
        let folder = month.folder
        try month.clearing.succeed(
            "sandbox", "generate", "--seed", "2", "--month", "2026-09", "--sessions", "60",
            folder.path("before"))
        try month.clearing.succeed(
            "month", "--from", folder.path("before"), "--month", "2026-09", "--out",
            folder.path("out"))
        try PaidMonth.close("2026-09", month)
        let number = try #require(
            try month.database.texts(
                "SELECT reference FROM published.open_item WHERE currency = 'INR' AND open > 10"
                    + " ORDER BY reference"
            ).first)
        try folder.write(
            camt([ntry(1_000, number, reference: "N1", on: "2026-10-20")], sum: 1_000),
            to: "a.xml")
        try month.clearing.succeed("payments", "import", folder.path("a.xml"))
        try month.clearing.succeed("payments", "match")
        try month.clear()
        try PaidMonth.close("2026-10", month)
        let verified = try month.verify()
        #expect(verified.code == 0, "\(verified.result) \(verified.errors)")
        // Booked in the open month; in one that is closed nothing more is booked.
        #expect(
            try month.database.texts("SELECT day::text FROM ledger.entry WHERE version IS NULL")
                == ["2026-10-20"])
        try month.clearing.succeed(
            "payments", "release", "B-", "--by", "asha", "--why", "a mistake", "--at",
            "2026-10-25T10:00:00Z")
        #expect(
            try month.database.texts(
                "SELECT day::text FROM ledger.entry WHERE version IS NULL ORDER BY entry DESC")
                == ["2026-11-01", "2026-10-20"])
        #expect(try month.verify().code == 0)
        for (table, change) in [
            ("payment.bank_entry", "remittance = 'x'"), ("payment.allocation", "fee = 1"),
            ("ledger.line", "account = '1' WHERE account = '1110'"),
        ] {
            _ = try month.database.texts(
                "ALTER TABLE \(table) DISABLE TRIGGER USER; UPDATE \(table) SET \(change)")
            let damaged = try month.verify()
            #expect(damaged.code == 1)
            #expect("\(damaged.result)".contains(table), "\(damaged.result)")
        }
    }
}
