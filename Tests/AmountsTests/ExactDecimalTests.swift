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

    @Test func `digits and point stand where counting by hand puts them`() throws {
        let odd: [Int128] = [
            0, 1, -1, 9, -10, 99, 100, 12_345_678_901_234_567, 18_446_744_073_709_551_615,
            18_446_744_073_709_551_616, -18_446_744_073_709_551_616, .max, .min,
        ]
        for coefficient in odd + (-120...120).map({ Int128($0) }) {
            for scale in 0...ExactDecimal.scaleMax {
                let value = ExactDecimal(coefficient: coefficient, scale: scale)
                let plain = Self.counted(coefficient, scale)
                #expect(value.description == plain)
                // What trimming leaves, filled up again.
                var short = plain
                while scale > 0, short.last == "0" { short.removeLast() }
                if short.last == "." { short.removeLast() }
                if !short.contains(".") { short += "." }
                while short.split(separator: ".").dropFirst().first?.count ?? 0 < 3 { short += "0" }
                #expect(value.text(decimals: 3) == (coefficient == 0 ? "0.000" : short))
            }
        }
    }

    private static func counted(_ coefficient: Int128, _ scale: Int) -> String {
        var digits = Array(String(coefficient.magnitude))
        while digits.count <= scale { digits.insert("0", at: 0) }
        if scale > 0 { digits.insert(".", at: digits.count - scale) }
        return (coefficient < 0 ? "-" : "") + String(digits)
    }

    @Test func `text has at least the decimals asked for and loses none`() throws {
        #expect(try #require(ExactDecimal("5")).text(decimals: 2) == "5.00")
        #expect(try #require(ExactDecimal("5.10")).text(decimals: 2) == "5.10")
        #expect(try #require(ExactDecimal("5.1234")).text(decimals: 2) == "5.1234")
        #expect(try #require(ExactDecimal("-0.5")).text(decimals: 2) == "-0.50")
    }
}
