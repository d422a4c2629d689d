import Amounts
import Roaming
import Settlement
import Testing

@Suite struct JournalTests {
    @Test func `agreed receivables are accrued against revenue and output tax`() throws {
        let month = try settled([line()])
        #expect(
            short(month.journal) == [
                "RECEIVABLE_ACCRUED: accruedRoamingReceivable 118.00, roamingRevenue -100.00, "
                    + "outputTax -18.00"
            ])
        let entry = try #require(month.journal.first)
        #expect(entry.key == "2026-10/RECEIVABLE_ACCRUED/magma/IN-TPC/INR")
        #expect(entry.day == (try day("2026-10-31")))
        #expect(entry.postings.first?.accountName == "The accruedRoamingReceivable")
    }

    @Test func `agreed payables are cost and input tax against the accrued payable`() throws {
        let month = try settled([line(side: .emsp)])
        #expect(
            short(month.journal) == [
                "PAYABLE_ACCRUED: roamingCost 100.00, inputTax 18.00, "
                    + "accruedRoamingPayable -118.00"
            ])
    }

    @Test func `no tax, no tax posting`() throws {
        let month = try settled([line(agreed: "100.00")])
        #expect(
            short(month.journal) == [
                "RECEIVABLE_ACCRUED: accruedRoamingReceivable 100.00, roamingRevenue -100.00"
            ])
    }

    @Test func `disputes are deferred on both sides`() throws {
        let month = try settled([
            line(.ambiguous, agreed: "0", before: "0", disputed: "23.60"),
            line(.ambiguous, side: .emsp, agreed: "0", before: "0", disputed: "47.20"),
        ])
        #expect(
            short(month.journal) == [
                "RECEIVABLE_DISPUTED: disputedReceivable 23.60, deferredRevenue -23.60",
                "PAYABLE_DISPUTED: deferredCost 47.20, disputedPayable -47.20",
            ])
    }

    @Test func `a credit takes back what was booked, as an entry of its own`() throws {
        let month = try settled([
            line(agreed: "59.00", before: "50.00"),
            line(.credited, agreed: "-118.00", before: "-100.00"),
            line(.credited, side: .emsp, agreed: "-23.60", before: "-20.00"),
        ])
        #expect(
            short(month.journal) == [
                "RECEIVABLE_ACCRUED: accruedRoamingReceivable 59.00, roamingRevenue -50.00, "
                    + "outputTax -9.00",
                "RECEIVABLE_CREDITED: roamingRevenue 100.00, outputTax 18.00, "
                    + "accruedRoamingReceivable -118.00",
                "PAYABLE_CREDITED: accruedRoamingPayable 23.60, roamingCost -20.00, "
                    + "inputTax -3.60",
            ])
    }

    @Test func `what belongs to an earlier month is an entry and a section of its own`() throws {
        let month = try settled([
            line(), line(agreed: "59.00", before: "50.00", service: "2026-09"),
            line(.credited, agreed: "-118.00", before: "-100.00", service: "2026-08"),
        ])
        #expect(
            month.journal.map(\.key) == [
                "2026-10/RECEIVABLE_ACCRUED/magma/IN-TPC/INR/2026-09",
                "2026-10/RECEIVABLE_ACCRUED/magma/IN-TPC/INR",
                "2026-10/RECEIVABLE_CREDITED/magma/IN-TPC/INR/2026-08",
            ])
        #expect(
            month.journal.first?.text
                == "CDRs of our stations accepted, IN-TPC, 2026-10, service month 2026-09")
        let statement = try #require(month.statements.first)
        #expect(
            statement.sections.map { "\($0.serviceMonth) \($0.lines) \($0.sums.agreed)" } == [
                "2026-08 1 -118.00", "2026-09 1 59.00", "2026-10 1 118.00",
            ])
        #expect(statement.sums.agreed == (try decimal("59.00")))
        #expect(statement.sums.credited == (try decimal("-118.00")))
    }

    @Test func `the lower of receivable and payable is set off`() throws {
        let month = try settled([line(), line(side: .emsp, agreed: "59.00", before: "50.00")])
        #expect(
            short(month.journal).last
                == "NETTED: accruedRoamingPayable 59.00, accruedRoamingReceivable -59.00")
        // What is left on both accounts is the net position: 118 − 59 = 59 receivable, 0 payable.
        #expect(try balance(of: "accruedRoamingReceivable", month) == decimal("59.00"))
        #expect(try balance(of: "accruedRoamingPayable", month) == .zero)
    }

    @Test func `nothing is set off with an excluded partner, across currencies or against nothing`()
        throws
    {
        let lines = try [line(), line(side: .emsp)]
        let excluded = try settled(lines, under: rules(nettingExcluded: [party("IN-TPC")]))
        let currencies = try settled([line(), line(side: .emsp, currency: "EUR")])
        let oneSided = try settled([line()])
        let negative = try settled([
            line(), line(.credited, side: .emsp, agreed: "-118.00", before: "-100.00"),
        ])
        for month in [excluded, currencies, oneSided, negative] {
            #expect(!month.journal.contains { $0.event == .netted })
        }
    }

    @Test func `two purposes share an account only under one name and one kind`() throws {
        var accounts = Dictionary(
            uniqueKeysWithValues: AccountRole.allCases.map {
                ($0, Account(code: $0.rawValue, name: $0.rawValue))
            })
        accounts[.inputTax] = Account(code: "1300", name: "Input tax")
        accounts[.hubInputTax] = Account(code: "1300", name: "Input tax")
        #expect(ChartOfAccounts(accounts) != nil)
        accounts[.outputTax] = Account(code: "1300", name: "Input tax")
        #expect(ChartOfAccounts(accounts) == nil, "a liability in an asset's account")
        accounts[.outputTax] = Account(code: "2300", name: "Output tax")
        accounts[.hubInputTax] = Account(code: "1300", name: "Another name")
        #expect(ChartOfAccounts(accounts) == nil)
    }

    @Test func `a chart without an account for every role is refused`() throws {
        #expect(ChartOfAccounts([.inputTax: Account(code: "1", name: "One")]) == nil)
    }

    private func balance(of account: String, _ month: SettledMonth) throws -> ExactDecimal {
        var sum = ExactDecimal.zero
        for posting in month.journal.flatMap(\.postings) where posting.account == account {
            sum = try sum + posting.amount
        }
        return sum
    }
}
