import Amounts
import Rating

extension JSONBytes {
    /// A cost field exactly: decimals where they end, else `n/d` in lowest terms; `null` = unknown.
    mutating func exact(_ rated: RatedCharge, _ category: Category) {
        raw("{\"before_tax\":")
        if let fixed = rated.fixedPoint(category), fixed.unit == RatedCharge.FixedPoint.usualUnit {
            exact(fixed.beforeTax)
            raw(",\"after_tax\":")
            exact(fixed.afterTax)
        } else {
            optional(rated.beforeTax(category)?.text)
            raw(",\"after_tax\":")
            optional(rated.afterTax(category)?.text)
        }
        raw("}")
    }

    /// `amount / (36 × 10^16)`.
    private mutating func exact(_ amount: Int128?) {
        guard let amount else { return raw("null") }
        guard amount != 0 else { return raw("\"0\"") }
        guard let small = Int64(exactly: amount) else {
            return amount % 9 == 0 ? decimal(overFour: amount / 9) : fraction(amount)
        }
        small % 9 == 0 ? decimal(overFour: Int128(small / 9)) : fraction(amount)
    }

    /// `quarters / (4 × 10^16)`.
    private mutating func decimal(overFour quarters: Int128) {
        let (coefficient, overflow) = quarters.multipliedReportingOverflow(by: 25)
        guard !overflow else { return fraction(quarters * 9) }
        guard var short = Int64(exactly: coefficient) else {
            return decimal(ExactDecimal(coefficient: coefficient, scale: 18).trimmed())
        }
        var scale = 18
        while scale > 0, short % 10 == 0 { (short, scale) = (short / 10, scale - 1) }
        decimal(ExactDecimal(coefficient: Int128(short), scale: scale))
    }

    /// In lowest terms; the unit has no prime factors but 2, 3 and 5.
    private mutating func fraction(_ amount: Int128) {
        var (up, down) = (amount, RatedCharge.FixedPoint.usualUnit)
        while up % 3 == 0, down % 3 == 0 { (up, down) = (up / 3, down / 3) }
        let twos = min(up.trailingZeroBitCount, down.trailingZeroBitCount)
        (up, down) = (up >> twos, down >> twos)
        while up % 5 == 0, down % 5 == 0 { (up, down) = (up / 5, down / 5) }
        raw(UInt8(ascii: "\""))
        integer(up)
        if down != 1 {
            raw(UInt8(ascii: "/"))
            integer(down)
        }
        raw(UInt8(ascii: "\""))
    }

    private mutating func integer(_ value: Int128) {
        if let short = Int(exactly: value) { integer(short) } else { raw(text: value.description) }
    }
}
