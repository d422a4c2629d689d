import Amounts

// PostgreSQL's binary numeric (src/backend/utils/adt/numeric.c, numeric_send): count of base-10000
// digits, weight of the first, sign, decimals as displayed, then the digits.

private let negative: UInt16 = 0x4000
private let special: UInt16 = 0xC000

/// A 38-digit number has at most ten whole groups and ten behind the point.
private let groupsMax = 24

extension RowBytes {
    /// Every digit of `value`, with the decimals it was written with.
    mutating func appendNumeric(_ value: ExactDecimal) {
        // Most amounts fit a machine word, whose divisions are many times cheaper.
        if value.scale < 19, let small = UInt64(exactly: value.coefficient.magnitude) {
            appendNumeric(small, UInt64(tenTo(value.scale)), value)
        } else {
            appendNumeric(value.coefficient.magnitude, tenTo(value.scale), value)
        }
    }

    private mutating func appendNumeric<Word: FixedWidthInteger & UnsignedInteger>(
        _ magnitude: Word, _ power: Word, _ value: ExactDecimal
    ) {
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: groupsMax) { groups in
            // Least significant group first; the last one is filled up with zeros on the right.
            var (whole, rest) = magnitude.quotientAndRemainder(dividingBy: power)
            var (count, weight) = (0, -1)
            let odd = value.scale % 4
            if odd > 0 {
                let (quotient, part) = rest.quotientAndRemainder(dividingBy: Word(tenTo(odd)))
                groups[0] = UInt16(part * Word(tenTo(4 - odd)))
                (rest, count) = (quotient, 1)
            }
            for _ in 0..<(value.scale / 4) {
                let (quotient, part) = rest.quotientAndRemainder(dividingBy: 10_000)
                groups[count] = UInt16(part)
                (rest, count) = (quotient, count + 1)
            }
            while whole > 0 {
                let (quotient, part) = whole.quotientAndRemainder(dividingBy: 10_000)
                groups[count] = UInt16(part)
                (whole, count, weight) = (quotient, count + 1, weight + 1)
            }
            while count > 0, groups[count - 1] == 0 { (count, weight) = (count - 1, weight - 1) }
            var first = 0
            while first < count, groups[first] == 0 { first += 1 }
            bigEndian(Int32(8 + 2 * (count - first)))
            bigEndian(Int16(count - first))
            bigEndian(Int16(count == first ? 0 : weight))
            bigEndian(value.isNegative ? negative : 0)
            bigEndian(Int16(value.scale))
            for index in stride(from: count - 1, through: first, by: -1) {
                bigEndian(groups[index])
            }
        }
    }
}

/// Reads a binary numeric with the decimals it is displayed with.
/// Nil for NaN, infinity, and numbers the exact type cannot hold.
func decimal(fromNumeric bytes: UnsafeRawBufferPointer) -> ExactDecimal? {
    func field(_ at: Int) -> UInt16 {
        UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self))
    }
    guard bytes.count >= 8, field(4) & special != special else { return nil }
    let count = Int(field(0))
    let weight = Int(Int16(bitPattern: field(2)))
    let scale = Int(field(6))
    guard scale <= ExactDecimal.scaleMax, bytes.count == 8 + 2 * count else { return nil }
    var coefficient: Int128 = 0
    var decimals = 0
    for index in 0..<count {
        var group = Int128(field(8 + 2 * index))
        var width = 4
        let after = 4 * (index - weight)
        if after > scale {
            // Only zeros may stand behind the last displayed decimal.
            let surplus = min(after - scale, 4)
            group /= Int128(tenTo(surplus))
            width -= surplus
        }
        let (times, overflow) = coefficient.multipliedReportingOverflow(by: Int128(tenTo(width)))
        let (sum, carry) = times.addingReportingOverflow(group)
        guard !overflow, !carry else { return nil }
        coefficient = sum
        decimals = min(after, scale)
    }
    guard count > 0 else { return ExactDecimal(coefficient: 0, scale: scale) }
    // Groups that were left out are zeros.
    guard scale - decimals <= 38 else { return nil }
    let (scaled, overflow) = coefficient.multipliedReportingOverflow(
        by: Int128(tenTo(scale - decimals)))
    guard !overflow else { return nil }
    return ExactDecimal(coefficient: field(4) == negative ? -scaled : scaled, scale: scale)
}

private func tenTo(_ exponent: Int) -> UInt128 { powers[exponent] }

private let powers: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 0..<38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
}()
