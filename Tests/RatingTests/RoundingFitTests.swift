import Amounts
import Rating
import Roaming
import Testing

/// Which roundings make a claim, by hand and by rounding the fraction itself.
@Suite struct RoundingFitTests {
    @Test(arguments: [
        // Exact, claimed, the styles by decimals and mode, near, can tell.
        ("100", "100.00", "all =", true, false),
        ("10.005", "10.01", "2hu 2u", true, true),
        ("31/3", "10.33", "2hu 2he 2d", true, true),
        ("20/3", "6.67", "2hu 2he 2u", true, true),
        ("-10.005", "-10.01", "2hu 2u", true, true),
        ("50.123", "55.00", "", false, true),
        ("2.345", "2.34", "2he 2d", true, true),
        ("5.125", "5.125", "3hu 3he 3d 3u 4hu 4he 4d 4u =", true, true),
        ("5.12345", "5.12345", "=", true, true),
        ("5.12345", "5.1234", "4he 4d", true, true),
        ("20/3", "6.65", "", false, true), ("20/3", "6.6634", "", true, true),
        ("1.1835", "1.184", "3hu 3he 3u", true, true),
        ("0", "0.00", "all =", true, false), ("1/3", "-0.33", "", false, true),
    ])
    func `a claim says how it was rounded`(
        exact: String, claimed: String, expected: String, isNear: Bool, canTell: Bool
    ) throws {
        let claim = try #require(ExactDecimal(claimed))
        let ours = try amount(exact)
        let fit = try #require(RoundingFit(of: claim, from: ours))
        let all = RoundingFit.styles.map(\.short)
        var found = zip(all, 0...).filter { fit.bits >> Int16($0.1) & 1 == 1 }.map(\.0)
        if found == all { found = ["all"] }
        if fit.bits >> 12 & 1 == 1 { found.append("=") }
        #expect(found.joined(separator: " ") == expected)
        #expect((fit.bits >> 13 & 1 == 1) == isNear)
        #expect((fit.bits >> 14 & 1 == 1) == canTell)
    }

    @Test func `it is what rounding the fraction gives`() throws {
        var random = Seeded(state: 13)
        for _ in 0..<4000 {
            let over = [1, 3, 8, 40, 3600, 20_000, 7].randomElement(using: &random) ?? 1
            let numerator = Int128(Int.random(in: -900_000...900_000, using: &random))
            let exact = try Fraction(numerator, over: Int128(over))
            let style = RoundingFit.styles.randomElement(using: &random) ?? RoundingFit.styles[0]
            var claim = try exact.rounded(Rounding(digits: style.decimals, mode: style.mode))
            if Bool.random(using: &random) {
                claim = try claim + ExactDecimal(coefficient: 1, scale: style.decimals)
            }
            let fit = try #require(
                RoundingFit(
                    of: claim,
                    from: ExactAmount(Int64(numerator)).divided(by: ExactAmount(Int64(over)))))
            let distance = try Fraction(claim) - exact
            let size = distance.isNegative ? try distance.negated() : distance
            let isNear = size < (try Fraction(1, over: 100))
            #expect((fit.bits >> 13 & 1 == 1) == isNear)
            for (place, style) in RoundingFit.styles.enumerated() {
                let made = try exact.rounded(Rounding(digits: style.decimals, mode: style.mode))
                #expect((fit.bits >> Int16(place) & 1 == 1) == (isNear && made == claim))
            }
        }
    }

    @Test func `an amount beyond all currencies has no fit`() throws {
        let huge = ExactAmount(try #require(ExactDecimal("1" + String(repeating: "0", count: 34))))
        #expect(RoundingFit(of: ExactDecimal(1), from: huge) == nil)
    }

    /// Of `"20/3"` or `"2.345"`.
    private func amount(_ text: String) throws -> ExactAmount {
        let parts = text.split(separator: "/").map { ExactDecimal(String($0)) }
        let value = ExactAmount(try #require(parts[0]))
        return parts.count == 1 ? value : value.divided(by: ExactAmount(try #require(parts[1])))
    }
}

extension RoundingFit.Style {
    /// `2hu` for half-up to two decimals.
    fileprivate var short: String {
        let mode =
            switch self.mode {
            case .halfUp: "hu"
            case .halfEven: "he"
            case .down: "d"
            case .up: "u"
            }
        return "\(decimals)\(mode)"
    }
}
