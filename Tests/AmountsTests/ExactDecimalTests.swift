import Amounts
import Testing

@Suite struct ExactDecimalTests {
    @Test(arguments: [
        ("1.10", "1.10", 2), ("-0.5", "-0.5", 1), ("2.5e-1", "0.25", 2), ("1e3", "1000", 0),
        ("0.6667", "0.6667", 4), ("007", "7", 0), ("1E+2", "100", 0), ("0e-3", "0.000", 3),
        ("-0", "0", 0), ("12.500e1", "125.00", 2),
    ])
    func `a decimal keeps its written digits`(_ text: String, _ printed: String, _ scale: Int)
        throws
    {
        let value = try #require(ExactDecimal(text))
        #expect(value.description == printed)
        #expect(value.scale == scale)
    }

    @Test(arguments: [
        "", "-", ".5", "5.", "1.10abc", "0x10", "1e", "1e+", "NaN", "1,5", " 1", "1 ", "--1", "+1",
        "1e99999", "1e38", "123456789012345678901234567890123456789012",
    ])
    func `what is no number or does not fit is refused`(_ text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test func `equal numbers are equal however they are written`() throws {
        let short = try #require(ExactDecimal("1.1"))
        let long = try #require(ExactDecimal("1.100"))
        #expect(short == long)
        #expect(short.hashValue == long.hashValue)
        #expect(!(short < long) && !(long < short))
    }

    @Test func `comparing far scales does not overflow`() throws {
        let huge = try #require(ExactDecimal("99999999999999999999999999999999999999"))
        let tiny = try #require(ExactDecimal("0.0000000000000000000000000000000000001"))
        #expect(tiny < huge)
        #expect(try huge.negated() < tiny)
        #expect(try #require(ExactDecimal("-0.10")) < #require(ExactDecimal("-0.09")))
    }

    @Test func `a sum takes the longer scale`() throws {
        let sum = try #require(ExactDecimal("1.5")) + #require(ExactDecimal("0.25"))
        #expect(sum.description == "1.75")
    }

    @Test func `overflow is an error, never a wrong number`() throws {
        let huge = try #require(ExactDecimal("99999999999999999999999999999999999999"))
        #expect(throws: AmountOverflow.self) { try huge + huge }
        #expect(throws: AmountOverflow.self) { try huge * huge }
        #expect(throws: AmountOverflow.self) { try huge.coefficient(at: 2) }
    }

    @Test func `every sum of small numbers can be taken back`() throws {
        for a in -30...30 {
            for b in -30...30 {
                for (scaleA, scaleB) in [(0, 0), (0, 2), (3, 1)] {
                    let x = ExactDecimal(coefficient: Int128(a), scale: scaleA)
                    let y = ExactDecimal(coefficient: Int128(b), scale: scaleB)
                    #expect(try x + y - y == x)
                    #expect(try (x < y) == ((x - y).isNegative))
                }
            }
        }
    }

    @Test func `text has at least the decimals asked for and loses none`() throws {
        #expect(try #require(ExactDecimal("5")).text(decimals: 2) == "5.00")
        #expect(try #require(ExactDecimal("5.10")).text(decimals: 2) == "5.10")
        #expect(try #require(ExactDecimal("5.1234")).text(decimals: 2) == "5.1234")
        #expect(try #require(ExactDecimal("-0.5")).text(decimals: 2) == "-0.50")
    }
}
