import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

@Suite struct SettleTests {
    private let position = Position(
        entity: "magma", counterparty: Sample.zeo, currency: Sample.inr,
        receivable: Sample.decimal("10.00"),
        payable: Sample.decimal("128.00"), net: Sample.decimal("-118.00"),
        disputed: Sample.decimal("0.00"))

    @Test func `a month is stored and read by reports only through what is published`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .settle)
        let run = try Sample.open(.settle, on: connection)
        let transaction = try connection.begin()
        try transaction.save([position], of: run)
        try transaction.save([statement], of: run)
        try transaction.save([entry(credit: "-118.00")], of: run)
        try transaction.save([payout], of: run)
        try transaction.closeRun(run, summary: "{}", now: ScratchDatabase.now)
        try transaction.commit()
        #expect(try connection.positions(of: run) == [position])

        let reader = try scratch.connect(as: .reader)
        let sql = """
            SELECT counterparty, net, month, net < 0 AS we_pay, NULL::text AS note
            FROM published.position WHERE month = $1 ORDER BY counterparty
            """
        #expect(
            try reader.describeReport(sql, name: "net").map(\.kind)
                == [.text, .decimal, .day, .bool, .text])
        let rows = try reader.reportRows(sql, name: "net", month: Sample.month)
        #expect(
            try rows.next() == [
                .text("IN-ZEO"), .decimal(Sample.decimal("-118")),
                .day(Sample.month.firstDay), .bool(true), .none,
            ])
        #expect(try rows.next() == nil)
        let error = #expect(throws: StoreError.self) {
            try reader.describeReport("SELECT 1 FROM settlement.position", name: "direct")
        }
        #expect(error?.sqlState == "42501")
        #expect(
            try reader.reportRows(
                "SELECT sum(debit) - sum(credit) AS n FROM published.journal WHERE month = $1",
                name: "sum", month: Sample.month
            ).next() == [.decimal(.zero)])
    }

    @Test func `an entry that does not sum to zero stops the commit`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .settle)
        let run = try Sample.open(.settle, on: connection)
        let transaction = try connection.begin()
        try transaction.save([entry(credit: "-117.99")], of: run)
        let message: String
        do {
            try transaction.commit()
            message = ""
        } catch { message = error.message }
        #expect(message.contains("journal entry 0 of run 1 sums to 0.01, not to zero"))
        #expect(try texts(scratch, "SELECT key FROM settlement.journal_entry") == [])
    }

    @Test func `a position whose net is not receivable minus payable is refused`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .settle)
        let run = try Sample.open(.settle, on: connection)
        var wrong = position
        wrong.net = .zero
        let transaction = try connection.begin()
        #expect(throws: StoreError.self) { try transaction.save([wrong], of: run) }
        try transaction.rollback()
    }

    @Test func `only the latest closed run of a month is published`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .settle)
        for key in ["a", "b", "c"] as [Character] {
            let run = try Sample.open(.settle, on: connection, key: key)
            let transaction = try connection.begin()
            try transaction.save([position], of: run)
            if key != "c" {
                try transaction.closeRun(run, summary: "", now: ScratchDatabase.now)
            }
            try transaction.commit()
        }
        #expect(try texts(scratch, "SELECT run_id::text FROM published.position") == ["2"])
    }

    private var statement: Statement {
        var sums = StatementSums()
        sums.claimed = Sample.decimal("128")
        sums.agreed = Sample.decimal("128.00")
        sums.agreedBeforeTax = Sample.decimal("108.47")
        sums.tax = Sample.decimal("19.53")
        sums.due = sums.agreed
        return Statement(
            entity: "magma", counterparty: Sample.zeo, side: .emsp, currency: Sample.inr, lines: 2,
            sessionsSettled: 1, energySettled: Sample.decimal("10.5"), sums: sums,
            counts: [DispositionCount(.missingCDR, 1), DispositionCount(.matched, 1)],
            sections: [StatementSection(serviceMonth: Sample.month, lines: 2, sums: sums)],
            book: BookValue(currency: Sample.inr, amount: sums.due, rates: []))
    }

    private func entry(credit: String) -> JournalEntry {
        Sample.entry(amounts: [("5100", "100.00"), ("1400", "18.00"), ("2100", credit)])
    }

    private var payout: PayoutPreview {
        PayoutPreview(
            vendor: "mall", vendorName: "Mall", currency: Sample.inr, sessions: 1,
            energy: Sample.decimal("1"), gross: Sample.decimal("10.00"),
            vendorShare: Sample.decimal("7.00"), magmaShare: Sample.decimal("3.00"),
            feeForSessions: Sample.decimal("1"), feeForEnergy: Sample.decimal("0.50"),
            feeMonthly: Sample.decimal("2"), fees: Sample.decimal("3.50"),
            net: Sample.decimal("3.50"))
    }
}
