import Amounts
import Testing

@Suite struct RoundingTests {
    /// Amount, mode, result at one decimal: both sides of the tie, and below zero.
    @Test(arguments: [
        ("0.25", Rounding.Mode.halfUp, "0.3"), ("0.249", .halfUp, "0.2"),
        ("-0.25", .halfUp, "-0.3"),
        ("0.25", .halfEven, "0.2"), ("0.35", .halfEven, "0.4"), ("0.251", .halfEven, "0.3"),
        ("-0.25", .halfEven, "-0.2"), ("0.21", .up, "0.3"), ("-0.21", .up, "-0.3"),
        ("0.20", .up, "0.2"), ("0.29", .down, "0.2"), ("-0.29", .down, "-0.2"),
    ])
    func `a mode rounds as it is named`(_ text: String, _ mode: Rounding.Mode, _ result: String)
        throws
    {
        let amount = try #require(ExactDecimal(text))
        let rounding = Rounding(digits: 1, mode: mode)
        #expect(try amount.rounded(rounding).description == result)
        #expect(try Fraction(amount).rounded(rounding).description == result)
    }

    @Test func `rounding never moves more than half a step`() throws {
        let half = try Fraction(1, over: 200)
        for numerator in -500...500 {
            let exact = try Fraction(Int128(numerator), over: 777)
            let rounded = try exact.rounded(Rounding(digits: 2, mode: .halfUp))
            let moved = try Fraction(rounded) - exact
            let distance = moved.isNegative ? try moved.negated() : moved
            #expect(distance < half || distance == half)
        }
    }

    @Test func `a third of an hour stays exact until it is rounded`() throws {
        let third = try Fraction(1, over: 3)
        #expect(try third + third + third == Fraction(whole: 1))
        #expect(try (third * Fraction(#require(ExactDecimal("2.50")))).description == "5/6")
    }

    @Test func `parts of a split sum to the whole`() throws {
        for cents in [0, 1, 2, 99, 100, 101, -7] {
            let amount = ExactDecimal(coefficient: Int128(cents), scale: 2)
            for weights in [[1, 1, 1], [0, 5, 3], [70, 30], [1]] {
                let parts = try amount.split(by: weights.map { ExactDecimal($0) }, digits: 2)
                #expect(try parts.reduce(ExactDecimal.zero) { try $0 + $1 } == amount)
                #expect(parts.count == weights.count)
            }
        }
    }

    @Test func `the cent that is left goes to the largest remainder, the first on a tie`() throws {
        let rupee = try #require(ExactDecimal("1.00"))
        let thirds = try rupee.split(by: [1, 1, 1].map { ExactDecimal($0) }, digits: 2)
        #expect(thirds.map(\.description) == ["0.34", "0.33", "0.33"])
    }
}

@Suite struct MoneyTests {
    @Test func `currencies are three letters in any case`() throws {
        #expect(try #require(Currency("inr")).description == "INR")
        for wrong in ["", "IN", "INRR", "I1R", "₹", "@@@", "```"] {
            #expect(Currency(wrong) == nil)
        }
    }

    @Test func `two currencies do not add up`() throws {
        let (rupee, euro) = (try #require(Currency("INR")), try #require(Currency("EUR")))
        #expect(throws: MoneyError.currencyMismatch(rupee, euro)) {
            try Money(ExactDecimal(1), rupee) + Money(ExactDecimal(1), euro)
        }
        var totals = Totals()
        try totals.add(Money(ExactDecimal(2), rupee))
        try totals.add(Money(ExactDecimal(3), euro))
        try totals.add(Money(ExactDecimal(5), rupee))
        #expect(totals.amounts == [Money(ExactDecimal(3), euro), Money(ExactDecimal(7), rupee)])
    }
}
