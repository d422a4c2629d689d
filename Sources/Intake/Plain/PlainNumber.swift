import Amounts

// Numbers keep every digit.
extension PlainCursor {
    /// A number without exponent and with at most eighteen digits.
    @inline(__always)
    mutating func number() throws(NotPlain) -> ExactDecimal {
        guard let number = PlainNumber(word(at: 0)) else { return try longNumber() }
        at += number.length
        return ExactDecimal(short: number.coefficient, scale: number.scale)
    }

    /// More than seven bytes, or below zero.
    private mutating func longNumber() throws(NotPlain) -> ExactDecimal {
        guard let (value, end) = JSONNumber.short(at, 0), PlainNumber.canEnd(before: at[end]) else {
            throw NotPlain()
        }
        at += end
        return value
    }

    /// A whole number from zero up.
    @inline(__always)
    mutating func count() throws(NotPlain) -> Int64 {
        guard let number = PlainNumber(word(at: 0)), number.scale == 0 else { throw NotPlain() }
        at += number.length
        return number.coefficient
    }
}

/// A number read out of one word of memory, without a branch per digit: `12.5,"ty`.
struct PlainNumber {
    let coefficient: Int64
    let scale: Int
    /// In bytes.
    let length: Int

    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Nil when the word does not begin with a number of JSON's grammar (RFC 8259 §6), or not with
    /// all of it and the byte behind it.
    @inline(__always)
    init?(_ word: UInt64) {
        let (lows, tops) = (0x7F &* Self.ones, 0x80 &* Self.ones)
        // A digit's byte becomes its value; any other is more than nine.
        let digits = word ^ 0x30 &* Self.ones
        let others = ((digits & lows) &+ 0x76 &* Self.ones | digits) & tops
        let unlikePoint = word ^ 0x2E &* Self.ones
        let points = ~((unlikePoint & lows) &+ lows | unlikePoint) & tops
        let ends = others & ~points
        guard ends != 0 else { return nil }
        let length = ends.trailingZeroBitCount / 8
        let point = points & ((ends & (0 &- ends)) &- 1)
        let whole = point == 0 ? length : point.trailingZeroBitCount / 8
        scale = point == 0 ? 0 : length &- whole &- 1
        guard whole > 0, point == 0 || scale > 0, point & (point &- 1) == 0,
            digits & 0xFF != 0 || whole == 1,
            Self.canEnd(before: UInt8(truncatingIfNeeded: word &>> UInt64(length &* 8)))
        else { return nil }
        self.length = length
        // The point is closed up, and the digits move to the word's end, zeros before them.
        let before: UInt64 = (1 &<< UInt64(whole &* 8)) &- 1
        let closed = digits & before | (digits &>> 8) & ~before
        let count = whole &+ scale
        let eight = (point == 0 ? digits : closed) &<< UInt64(64 &- count &* 8)
        let pairs = ((eight &* 2561) &>> 8) & 0x00FF_00FF_00FF_00FF
        let fours = ((pairs &* 6_553_601) &>> 16) & 0x0000_FFFF_0000_FFFF
        coefficient = Int64(truncatingIfNeeded: (fours &* 42_949_672_960_001) &>> 32)
    }

    /// Whether what comes behind a number may come there.
    @inline(__always)
    static func canEnd(before byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte | 0x20 == UInt8(ascii: "}") || byte == 0x20
    }
}
