import Amounts
import Roaming
import Settlement
import Testing

/// What the ledger gets for payments; amounts by hand.
@Suite struct PaymentBookingTests {
    @Test func `a payment with a fee clears the receivable`() throws {
        #expect(
            try booked(paid("113.00", "MG26270000001"), item(1, "118.00")) == [
                "PAYMENT_ALLOCATED 2026-10: bank 113.00/113.00, bankFees 5.00/5.00,"
                    + " accruedRoamingReceivable -118.00/-118.00"
            ])
    }

    @Test func `what we pay clears the payable, what a hub pays its clearing account`() throws {
        #expect(
            try booked(paid("-59.00", "MG26270000002"), item(2, "-59.00")) == [
                "PAYMENT_ALLOCATED 2026-10: bank -59.00/-59.00, accruedRoamingPayable 59.00/59.00"
            ])
        #expect(
            try booked(
                paid("50.00", "MG26270000003"), item(3, "50.00", hub: "bharat-roaming"))
                == ["PAYMENT_ALLOCATED 2026-10: bank 50.00/50.00, hubClearing -50.00/-50.00"])
    }

    @Test func `what is too much stands on account`() throws {
        #expect(
            try booked(paid("120.00", "MG26270000001"), item(1, "118.00")) == [
                "PAYMENT_ALLOCATED 2026-10: bank 118.00/118.00,"
                    + " accruedRoamingReceivable -118.00/-118.00",
                "PAYMENT_ON_ACCOUNT 2026-11: bank 2.00/2.00, onAccount -2.00/-2.00",
            ])
    }

    @Test func `a better rate on the day of payment is a gain`() throws {
        // Booked at 99.00 a euro; 40.00 arrive at 100: 4000.00 for what stood at 3960.00.
        #expect(
            try booked(
                paid("40.00", "MG26270000001", currency: "EUR"),
                item(1, "100.00", currency: "EUR", book: "9900.00"))
                == [
                    "PAYMENT_ALLOCATED 2026-10: bank 40.00/4000.00,"
                        + " accruedRoamingReceivable -40.00/-3960.00, fxRealised 0/-40.00"
                ])
    }

    @Test func `a statement loses what netting sets off, in both values`() throws {
        // A third of 100.00 EUR at 9900.01: 3300.00 set off, 6600.01 stay.
        let open = try openAfterNetting(
            .cpo, due: decimal("99.00"), book: decimal("9900.01"), setOff: decimal("33.00"),
            Rounding(digits: 2, mode: .halfUp))
        #expect(try open.amount == decimal("66.00"))
        #expect(try open.book == decimal("6600.01"))
        let owed = try openAfterNetting(
            .emsp, due: decimal("59.00"), book: decimal("59.00"), setOff: .zero,
            Rounding(digits: 2, mode: .halfUp))
        #expect(try owed.amount == decimal("-59.00"))
    }

    /// The entries as text: event, service month, postings with both values.
    private func booked(_ payment: Payment, _ item: StatementItem) throws -> [String] {
        let rules = try paymentRules(rates: rates([("2026-11-09", "100")]))
        let settlement = try #require(
            try SettlementRules(
                entities: [entity()], vendors: [], accounts: accounts(), dayOffsetSeconds: 19_800))
        let result = try match([payment], with: [item], under: rules)[0]
        return try result.allocations.enumerated().map { index, allocation in
            let entry = try #require(
                try journalEntry(
                    for: allocation, index + 1, of: payment, on: day("2026-11-10"),
                    under: settlement, rules))
            #expect(entry.reference == "A/\(index + 1)")
            let postings = entry.postings.map {
                "\($0.account) \($0.amount)/\($0.bookAmount.map { "\($0)" } ?? "?")"
            }
            return "\(entry.event.rawValue) \(entry.serviceMonth): "
                + postings.joined(separator: ", ")
        }
    }
}
