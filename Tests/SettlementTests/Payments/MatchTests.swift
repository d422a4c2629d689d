import Amounts
import Roaming
import Settlement
import Testing

/// Bank entries against statements; what comes out is counted by hand.
@Suite struct MatchTests {
    @Test func `a payment that names its statement pays it, whatever stands between its letters`()
        throws
    {
        for text in [
            "Invoice MG26270000001 thanks", "mg2627-000/0001", "INV:MG 2627 0000 001 OCT",
            "xMG26270000001118.00",
        ] {
            #expect(
                try outcome([paid("118.00", text)], [item(1, "118.00")])
                    == "MATCHED 1=118.00 rest 0")
        }
        #expect(
            try outcome([paid("118.00", "MG2627000000 1 no")], [item(2, "118.00")])
                == "UNMATCHED rest 118.00 candidates 2")
    }

    @Test func `less than the statement is a part payment and the next one pays the rest`() throws {
        let result = try outcome(
            [
                paid("18.00", "MG26270000001", id: "B", on: "2026-11-12"),
                paid("100.00", "MG26270000001", id: "A"),
            ], [item(1, "118.00")])
        #expect(result == "PART_PAYMENT 1=100.00 rest 0.00; MATCHED 1=18.00 rest 0")
    }

    @Test func `more than the statement stands on account, also when it was paid before`() throws {
        #expect(
            try outcome([paid("120.00", "MG26270000001")], [item(1, "118.00")])
                == "OVERPAYMENT 1=118.00 account 2.00 rest 0")
        #expect(
            try outcome(
                [
                    paid("118.00", "MG26270000001", id: "A"),
                    paid("118.00", "MG26270000001", id: "B"),
                ], [item(1, "118.00")])
                == "MATCHED 1=118.00 rest 0; OVERPAYMENT account 118.00 rest 0")
    }

    @Test(arguments: [
        ("113.00", "0", "MATCHED 1=118.00 fee 5.00 rest 0"),
        ("112.99", "0", "PART_PAYMENT 1=112.99 rest 0.00"),
        ("111.00", "7.00", "MATCHED 1=118.00 fee 7.00 rest 0"),
        ("110.99", "7.00", "PART_PAYMENT 1=117.99 fee 7.00 rest 0.00"),
        ("118.00", "7.00", "MATCHED 1=118.00 rest 0"),
        ("118.01", "7.00", "OVERPAYMENT 1=118.00 account 0.01 rest 0"),
    ])
    func `what banks kept is a fee up to the tolerance or what they say`(
        _ amount: String, _ charges: String, _ expected: String
    ) throws {
        let payment = try paid(amount, "MG26270000001", charges: charges)
        #expect(try outcome([payment], [item(1, "118.00")]) == expected)
    }

    @Test(arguments: [
        ("27.00", "MATCHED 1=30.00 fee 3.00 rest 0"), ("26.99", "PART_PAYMENT 1=26.99 rest 0.00"),
        ("0", "UNMATCHED rest 0"),
    ])
    func `fees do not eat a small statement`(_ amount: String, _ expected: String) throws {
        #expect(try outcome([paid(amount, "MG26270000001")], [item(1, "30.00")]) == expected)
    }

    @Test func `one entry pays several statements, and the net of what is owed both ways`() throws {
        let items = try [item(1, "118.00"), item(2, "-59.00"), item(3, "41.00")]
        #expect(
            try outcome([paid("159.00", "MG26270000001, MG26270000003")], items)
                == "MATCHED 1=118.00 3=41.00 rest 0")
        #expect(
            try outcome([paid("59.00", "MG26270000001 less MG26270000002")], items)
                == "MATCHED 1=118.00 2=-59.00 rest 0")
        // The older by due day first, the other in part.
        let late = try [item(1, "118.00"), item(3, "41.00", due: "2026-11-20")]
        #expect(
            try outcome([paid("100.00", "MG26270000001 MG26270000003")], late)
                == "PART_PAYMENT 3=41.00 1=59.00 rest 0.00")
    }

    @Test func `the number of a version that was reopened still means its statement`() throws {
        let items = [try item(2, "120.00", former: ["MG26270000001"])]
        #expect(
            try outcome([paid("120.00", "MG26270000001")], items) == "MATCHED 2=120.00 rest 0")
    }

    @Test func `the netting reference pays all of a month with a partner or hub`() throws {
        let items = try [
            item(1, "118.00"), item(2, "-18.00"),
            item(3, "50.00", partner: "IN-BPC", hub: "bharat"),
            item(4, "-20.00", partner: "IN-JIO", hub: "bharat"), item(5, "9.00", month: "2026-09"),
        ]
        #expect(
            try outcome([paid("100.00", "NET-2026-10-IN-TPC")], items)
                == "MATCHED 1=118.00 2=-18.00 rest 0")
        #expect(
            try outcome([paid("30.00", "clearing net 2026 10 BHARAT")], items)
                == "MATCHED 3=50.00 4=-20.00 rest 0")
    }

    @Test func `a payer known by account or name pays what alone comes to the amount`() throws {
        let items = try [
            item(1, "118.00"), item(2, "40.00"), item(3, "118.00", partner: "IN-ZEO"),
        ]
        #expect(
            try outcome([paid("118.00", "october", from: "0004035")], items)
                == "MATCHED 1=118.00 rest 0")
        #expect(
            try outcome([paid("118.00", "NEFT CR-ZEON  CHARGING LTD-oct")], items)
                == "MATCHED 3=118.00 rest 0")
        #expect(
            try outcome([paid("158.00", "", named: "TATA POWER CO.")], items)
                == "MATCHED 1=118.00 2=40.00 rest 0")
        #expect(
            try outcome([paid("36.00", "", named: "TATA POWER CO.")], items)
                == "MATCHED 2=40.00 fee 4.00 rest 0")
    }

    @Test func `a hub pays the net of its members in one sum`() throws {
        let items = try [
            item(1, "118.00", partner: "IN-BPC", hub: "bharat-roaming"),
            item(2, "-20.00", partner: "IN-JIO", hub: "bharat-roaming"), item(3, "98.00"),
        ]
        #expect(
            try outcome([paid("98.00", "", named: "BHARAT ROAMING PVT LTD")], items)
                == "MATCHED 1=118.00 2=-20.00 rest 0")
    }

    @Test func `nothing is guessed: ties, unknown payers and round sums are for a person`() throws {
        let twins = try [item(1, "118.00"), item(2, "118.00"), item(3, "30.00")]
        #expect(
            try outcome([paid("118.00", "", from: "0004035")], twins)
                == "AMBIGUOUS rest 118.00 candidates 1 2")
        #expect(
            try outcome([paid("30.00", "who knows")], twins)
                == "UNMATCHED rest 30.00 candidates 3")
        #expect(
            try outcome([paid("100.00", "", from: "0004035")], twins)
                == "UNMATCHED rest 100.00 candidates 1 2 3")
        // One statement and a whole month that come to the same: which one is meant?
        let months = try [
            item(1, "100.00"), item(2, "60.00", month: "2026-09"),
            item(3, "40.00", month: "2026-09"),
        ]
        #expect(
            try outcome([paid("100.00", "", from: "0004035")], months)
                == "AMBIGUOUS rest 100.00 candidates 1 2 3")
    }

    @Test func `a number counts before an amount, whichever entry came first`() throws {
        let result = try outcome(
            [
                paid("118.00", "", id: "A", from: "0004035"),
                paid("118.00", "MG26270000001", id: "B", on: "2026-11-20"),
            ], [item(1, "118.00")])
        #expect(result == "UNMATCHED rest 118.00; MATCHED 1=118.00 rest 0")
    }

    @Test func `a debit pays what we owe and never what they owe`() throws {
        #expect(
            try outcome([paid("-59.00", "MG26270000002")], [item(2, "-59.00")])
                == "MATCHED 2=-59.00 rest 0")
        #expect(
            try outcome([paid("-61.00", "MG26270000002", charges: "2.00")], [item(2, "-59.00")])
                == "MATCHED 2=-59.00 fee 2.00 rest 0")
        #expect(
            try outcome([paid("-57.00", "MG26270000002")], [item(2, "-59.00")])
                == "PART_PAYMENT 2=-57.00 rest 0.00")
        #expect(
            try outcome([paid("-60.00", "MG26270000002")], [item(2, "-59.00")])
                == "OVERPAYMENT 2=-59.00 account -1.00 rest 0")
        #expect(
            try outcome([paid("-118.00", "MG26270000001")], [item(1, "118.00")])
                == "UNMATCHED rest -118.00 candidates 1")
    }

    @Test func `other currencies, other entities and statements not yet out fit nothing`() throws {
        #expect(
            try outcome(
                [paid("118.00", "x", on: "2026-11-05", from: "0004035")], [item(1, "118.00")])
                == "UNMATCHED rest 118.00 candidates 1")
        var other = try paid("118.00", "MG26270000001")
        other.entity = "another"
        #expect(try outcome([other], [item(1, "118.00")]) == "UNMATCHED rest 118.00")
        // Its number, though, is enough before that day.
        #expect(
            try outcome([paid("118.00", "MG26270000001", on: "2026-11-05")], [item(1, "118.00")])
                == "MATCHED 1=118.00 rest 0")
    }

    @Test func `a payment that comes back opens what it had paid`() throws {
        var first = try paid("113.00", "MG26270000001", id: "A", reference: "N1")
        var items = [try item(1, "118.00")]
        let done = try match([first], with: items, under: paymentRules())
        first.allocations = done[0].allocations
        first.isDecided = true
        items[0].paid = try decimal("118.00")
        items[0].bookPaid = try decimal("118.00")
        let back = try paid(
            "-113.00", "MG26270000001", id: "B", on: "2026-11-12", returns: true, reference: "N1")
        let again = try paid("118.00", "MG26270000001", id: "C", on: "2026-11-14")
        let results = try match([again, back, first], with: items, under: paymentRules())
        #expect(
            outcome(results) == "RETURNED 1=-118.00 fee -5.00 rest 0.00; MATCHED 1=118.00 rest 0")
        #expect(results[0].allocations[0].returnOf == "A")
        // Nothing of the kind is left to come back a second time.
        var decided = back
        decided.allocations = results[0].allocations
        decided.isDecided = true
        let twice = try paid("-113.00", "MG26270000001", id: "D", on: "2026-11-15", returns: true)
        #expect(
            try outcome(match([twice, decided, first], with: items, under: paymentRules()))
                == "UNMATCHED rest -113.00")
    }

    @Test func `an entry that comes back before anything was decided cancels out`() throws {
        let result = try outcome(
            [
                paid("118.00", "MG26270000001", id: "A"),
                paid("-118.00", "MG26270000001", id: "B", on: "2026-11-11", returns: true),
                paid("-7.00", "x", id: "C", on: "2026-11-11", returns: true),
            ], [item(1, "118.00")])
        #expect(
            result == "RETURNED rest 118.00; RETURNED rest -118.00; UNMATCHED rest -7.00")
    }

    @Test func `what somebody decided about before is left to people`() throws {
        var payment = try paid("118.00", "MG26270000001")
        payment.isDecided = true
        #expect(try match([payment], with: [item(1, "118.00")], under: paymentRules()) == [])
    }

    @Test func `a foreign payment needs the rate of its day`() throws {
        let items = [try item(1, "100.00", currency: "EUR", book: "9900.00")]
        let payment = try paid("100.00", "MG26270000001", currency: "EUR")
        #expect(
            try outcome(match([payment], with: items, under: paymentRules()))
                == "UNMATCHED rest 100.00")
        let known = try paymentRules(rates: rates([("2026-11-09", "100")]))
        #expect(
            try outcome(match([payment], with: items, under: known)) == "MATCHED 1=100.00 rest 0")
    }

    @Test(arguments: [
        ("2026-12-05", "NOT_DUE"), ("2026-12-06", "0-30"), ("2027-01-05", "0-30"),
        ("2027-01-06", "31-60"), ("2027-02-04", "31-60"), ("2027-02-05", "61-90"),
        ("2027-03-06", "61-90"), ("2027-03-07", "OVER_90"),
    ])
    func `an item ages from the day on which it is due`(_ on: String, _ step: String) throws {
        #expect(Ageing(due: try day("2026-12-06"), on: try day(on)).rawValue == step)
    }
}
