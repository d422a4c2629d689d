import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

/// Disputes as they are kept: everything comes back, nothing can be rewritten.
@Suite struct DisputeTests {
    private let at = Instant(seconds: 1_794_000_000)  // 2026-11-06T21:20:00Z

    private func dispute(_ id: String = "D-2026-10-0123456789", part: Int = 1) -> Dispute {
        Dispute(
            id: id, month: Sample.month, side: .emsp, counterparty: Sample.zeo,
            ownParty: Sample.party("IN-MGE"), currency: Sample.inr, hub: "hubject",
            sessionID: nil, cdrID: "C-1", document: String(repeating: "0a", count: 32), part: part,
            disposition: .priceMismatch, reason: "claims 118.00, ours 100.00",
            ours: Sample.decimal("100.00"), theirs: Sample.decimal("118.00"),
            statementDay: Sample.month.next.firstDay.advanced(by: 5), reconciledBy: "key")
    }

    private func step(
        _ ordinal: Int, _ move: DisputeMove, _ amount: String, released: String = "0",
        hours: Int64 = 0
    ) throws -> DisputeStep {
        let isOver = Sample.decimal(amount).isZero
        return DisputeStep(
            ordinal: ordinal, move: move, amount: Sample.decimal(amount),
            amountBeforeTax: isOver ? .zero : Sample.decimal("15.25"),
            released: Sample.decimal(released),
            releasedBeforeTax: isOver ? Sample.decimal("15.25") : .zero,
            at: at.advanced(bySeconds: hours * 3600), by: "Asha", why: "as agreed",
            reference: ordinal == 0 ? nil : "ref-\(ordinal)")
    }

    private func act(_ step: DisputeStep, on connection: Connection) throws {
        let transaction = try connection.begin()
        try transaction.add(step, to: dispute().id)
        try transaction.commit()
    }

    private func opened() throws -> (ScratchDatabase, Connection, DisputeFile) {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .dispute)
        let file = DisputeFile(dispute: dispute(), steps: [try step(0, .open, "18.00")])
        let transaction = try connection.begin()
        try transaction.save(file)
        try transaction.commit()
        return (scratch, connection, file)
    }

    @Test func `a dispute comes back as it was kept`() throws {
        var (scratch, connection, file) = try opened()
        file.steps.append(try step(1, .send, "18.00", hours: 1))
        try act(file.steps[1], on: connection)
        for filter in [
            DisputeFilter(), DisputeFilter(month: Sample.month), DisputeFilter(id: file.dispute.id),
            DisputeFilter(counterparty: Sample.zeo), DisputeFilter(cdrID: "c-1"),
            DisputeFilter(document: file.dispute.document),
        ] {
            #expect(try connection.disputes(filter) == [file])
        }
        #expect(try connection.disputes(DisputeFilter(cdrID: "C-2")).isEmpty)
        #expect(try connection.disputes(DisputeFilter(month: Sample.month.next)).isEmpty)
        withExtendedLifetime(scratch) {}
    }

    @Test func `settlement is told what was released, in the month in which it was`() throws {
        let (scratch, connection, _) = try opened()
        try act(try step(1, .withdraw, "0", released: "18.00", hours: 1), on: connection)
        let settling = try scratch.connect(as: .settle)
        let november = MonthWindow(Sample.month.next, offsetSeconds: 19_800, graceDays: 5)
        let event = try #require(try settling.disputeEvents(in: november).first)
        #expect(event.dispute == dispute().id && event.ordinal == 1 && event.month == Sample.month)
        #expect(event.released == Sample.decimal("18") && event.writtenOff.isZero)
        #expect(event.releasedBeforeTax == Sample.decimal("15.25"))
        #expect(try settling.disputeEvents(in: november).count == 1)
        #expect(try settling.disputeEvents(in: Sample.window).isEmpty)
    }

    @Test func `of two who act at once one is refused`() throws {
        let (scratch, connection, _) = try opened()
        try act(try step(1, .send, "18.00", hours: 1), on: connection)
        let error = #expect(throws: StoreError.self) {
            try act(try step(1, .withdraw, "0", released: "18.00", hours: 1), on: connection)
        }
        #expect(error?.sqlState == "23505")
        let twice = #expect(throws: StoreError.self) {
            let transaction = try connection.begin()
            try transaction.save(
                DisputeFile(
                    dispute: dispute("D-2026-10-9999999999"),
                    steps: [try step(0, .open, "18.00")]))
            try transaction.commit()
        }
        #expect(twice?.sqlState == "23505")
        withExtendedLifetime(scratch) {}
    }

    @Test func `what a dispute is and was cannot be changed by anybody`() throws {
        let (scratch, _, _) = try opened()
        for statement in [
            "UPDATE dispute.event SET why = ''", "DELETE FROM dispute.event",
            "UPDATE dispute.dispute SET cdr_id = 'C-2'", "TRUNCATE dispute.dispute CASCADE",
        ] {
            #expect(throws: StatementFailed.self) { try scratch.texts(statement) }
        }
    }

    @Test func `the database knows the moves of the program and no others`() throws {
        let scratch = try ScratchDatabase()
        let stored = try scratch.texts(
            "SELECT move || ' ' || leads_to FROM dispute.move ORDER BY move COLLATE \"C\"")
        let ours = DisputeMove.allCases.map { "\($0.rawValue) \($0.leadsTo.rawValue)" }.sorted()
        #expect(stored == ours)
    }
}
