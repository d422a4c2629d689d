import Amounts
import Reconciliation
import Roaming
import Testing

@Suite struct CreditTests {
    @Test func `a full credit takes the original back and the session is not missing a CDR`() throws
    {
        let lines = try payable([session()], [cdr(session: "S1"), credit("-100.00", "-118.00")])
        #expect(short(lines) == "CREDITED S1 C1 118.00 0.00; CREDITED - C1-CR -118.00 0.00")
        #expect(lines.map(\.agreedBeforeTax) == [try decimal("100"), try decimal("-100")])
        #expect(lines.map(\.ours) == [try decimal("118"), try decimal("-118")])
        #expect(lines.map(\.matchedBy) == ["M1", "M4"])
    }

    @Test func `a CDR issued anew is matched with the session`() throws {
        let lines = try payable(
            [session()],
            [
                cdr(session: "S1", claim: price("110.00", "129.80")),
                credit("-110.00", "-129.80"), cdr("C2", session: "S1"),
            ])
        #expect(
            short(lines) == "CREDITED - C1 129.80 0.00; CREDITED - C1-CR -129.80 0.00; "
                + "MATCHED S1 C2 118.00 0.00")
    }

    @Test(arguments: [
        ("-50.00", "-59.00", "-59.00"), ("-100.00", "-118.01", "-118.01"),
        ("-99.99", "-118.00", "-118.00"),
        // A credit with the sign of a charge takes nothing back.
        ("100.00", "117.00", "117.00"),
    ])
    func `a credit over another amount holds both`(
        before: String, after: String, disputed: String
    ) throws {
        let lines = try payable([session()], [cdr(session: "S1"), credit(before, after)])
        #expect(
            short(lines) == "CREDIT_NOT_FULL S1 C1 0.00 118.00; "
                + "CREDIT_NOT_FULL - C1-CR 0.00 \(disputed)")
    }

    @Test func `a credit before tax of an original after tax is not full`() throws {
        let lines = try payable([session()], [cdr(session: "S1"), credit("-100.00", nil)])
        #expect(
            short(lines)
                == "CREDIT_NOT_FULL S1 C1 0.00 118.00; CREDIT_NOT_FULL - C1-CR 0.00 -100.00")
    }

    @Test func `a credit of an unknown CDR is an orphan`() throws {
        let lines = try payable([session()], [cdr(session: "S1"), credit(of: "C8")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; CREDIT_ORPHAN - C8-CR 0.00 -118.00")
        let without = try payable([], [cdr("CR", claim: price("-1.00", "-1.18"), credit: true)])
        #expect(short(without) == "CREDIT_ORPHAN - CR 0.00 -1.18")
    }

    @Test func `a second full credit of one original is a suspected duplicate`() throws {
        let lines = try payable(
            [session()], [cdr(session: "S1"), credit(), credit(id: "C1-CR2")])
        #expect(
            short(lines) == "CREDITED S1 C1 118.00 0.00; CREDITED - C1-CR -118.00 0.00; "
                + "DUPLICATE_SUSPECT - C1-CR2 0.00 -118.00")
    }

    @Test func `a partial credit next to a full one is held alone`() throws {
        let lines = try payable(
            [session()],
            [cdr(session: "S1"), credit("-1.00", "-1.18", id: "C1-A"), credit(id: "C1-B")])
        #expect(
            short(lines) == "CREDITED S1 C1 118.00 0.00; CREDIT_NOT_FULL - C1-A 0.00 -1.18; "
                + "CREDITED - C1-B -118.00 0.00")
    }

    @Test func `on the CPO side issued and held credits are one`() throws {
        var issued = try [cdr(session: "S1"), credit()]
        for index in issued.indices { issued[index].hub = "own" }
        let lines = try receivable(
            [session()], issued: issued, held: [cdr(session: "S1"), credit()])
        #expect(short(lines) == "CREDITED S1 C1 118.00 0.00; CREDITED - C1-CR -118.00 0.00")
        let notFull = try receivable(
            [session()], issued: [issued[0]],
            held: [cdr(session: "S1"), credit("-10.00", "-11.80")])
        #expect(
            short(notFull)
                == "CREDIT_NOT_FULL S1 C1 0.00 118.00; CREDIT_NOT_FULL - C1-CR 0.00 -11.80")
        let orphan = try receivable([], issued: [issued[1]], held: [])
        #expect(short(orphan) == "CREDIT_ORPHAN - C1-CR 0.00 -118.00")
    }

    @Test func `a credit goes to the month of its original`() throws {
        // The session ended in October; the credit's own times are a day later, in November.
        var credit = try credit()
        credit.end = try instant("2026-11-01T05:30:00Z")
        let lines = try payable([session()], [cdr(session: "S1"), credit])
        #expect(short(lines) == "CREDITED S1 C1 118.00 0.00; CREDITED - C1-CR -118.00 0.00")
    }

    private func credit(
        _ before: String = "-100.00", _ after: String? = "-118.00", of original: String = "C1",
        id: String? = nil
    ) throws -> CDRFacts {
        try cdr(
            id ?? "\(original)-CR", session: "S1", claim: price(before, after), credit: true,
            creditReference: original, updated: "2026-10-20T06:00:00Z")
    }
}
