extension ExactDecimal {
    /// Reads a JSON number (RFC 8259 §6) or the same text out of a JSON string: optional sign,
    /// digits, optional fraction, optional exponent. Leading zeros are accepted, since OCPI
    /// partners send them inside strings; white space is not.
    /// Returns nil when the text is no number or has more digits than the exact type holds.
    package init?(_ text: some StringProtocol) {
        var copy = String(text)
        let parsed = copy.withUTF8 { ExactDecimal(utf8: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// The same from bytes, without a copy.
    package init?(utf8 bytes: UnsafeRawBufferPointer) {
        var scanner = DecimalScanner(bytes: bytes)
        guard let value = scanner.scan() else { return nil }
        self = value
    }
}

private struct DecimalScanner {
    let bytes: UnsafeRawBufferPointer
    var at = 0
    var coefficient: Int128 = 0
    var digits = 0
    var fraction = 0

    mutating func scan() -> ExactDecimal? {
        var negative = false
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") {
            negative = true
            at += 1
        }
        guard scanDigits(afterPoint: false) else { return nil }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            let before = digits
            guard scanDigits(afterPoint: true), digits > before else { return nil }
        }
        guard let exponent = scanExponent(), at == bytes.count, digits > 0 else { return nil }
        return shifted(by: exponent, negative: negative)
    }

    /// Reads a run of digits; false when they do not fit.
    private mutating func scanDigits(afterPoint: Bool) -> Bool {
        let start = at
        while at < bytes.count, bytes[at] &- 48 < 10 {
            let (times, overflow) = coefficient.multipliedReportingOverflow(by: 10)
            let (sum, carry) = times.addingReportingOverflow(Int128(bytes[at] &- 48))
            guard !overflow, !carry else { return false }
            coefficient = sum
            digits += 1
            if afterPoint { fraction += 1 }
            at += 1
        }
        return at > start
    }

    /// 0 when there is none; nil when it is malformed or absurdly large.
    private mutating func scanExponent() -> Int? {
        guard at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") else { return 0 }
        at += 1
        var negative = false
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
            negative = bytes[at] == UInt8(ascii: "-")
            at += 1
        }
        var value = 0
        let start = at
        while at < bytes.count, bytes[at] &- 48 < 10 {
            value = value * 10 + Int(bytes[at] &- 48)
            guard value < 10_000 else { return nil }
            at += 1
        }
        return at > start ? (negative ? -value : value) : nil
    }

    private func shifted(by exponent: Int, negative: Bool) -> ExactDecimal? {
        var scale = fraction - exponent
        var value = negative ? -coefficient : coefficient
        if value == 0 { scale = min(max(scale, 0), ExactDecimal.scaleMax) }
        if scale < 0 {
            guard -scale <= ExactDecimal.scaleMax else { return nil }
            let (times, overflow) = value.multipliedReportingOverflow(by: PowersOfTen.value(-scale))
            guard !overflow else { return nil }
            (value, scale) = (times, 0)
        }
        while scale > ExactDecimal.scaleMax, value % 10 == 0 {
            (value, scale) = (value / 10, scale - 1)
        }
        guard scale <= ExactDecimal.scaleMax else { return nil }
        return ExactDecimal(coefficient: value, scale: scale)
    }
}

extension ExactDecimal {
    /// The number with at least `decimals` decimals, for people and files: `5` → `5.00`.
    package func text(decimals: Int) -> String {
        var bytes: [UInt8] = []
        append(to: &bytes, decimals: decimals)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends what `text(decimals:)` gives, in ASCII.
    package func append(to bytes: inout [UInt8], decimals: Int) {
        let trimmed = trimmed()
        trimmed.append(to: &bytes)
        guard trimmed.scale < decimals else { return }
        if trimmed.scale == 0 { bytes.append(UInt8(ascii: ".")) }
        for _ in trimmed.scale..<decimals { bytes.append(UInt8(ascii: "0")) }
    }

    /// Appends `description`, in ASCII: rows by the million are written without a String each.
    package func append(to bytes: inout [UInt8]) {
        if coefficient < 0 { bytes.append(UInt8(ascii: "-")) }
        // Most amounts fit a machine word, whose divisions are many times cheaper.
        if let small = UInt64(exactly: coefficient.magnitude) {
            appendDigits(small, to: &bytes)
        } else {
            appendDigits(coefficient.magnitude, to: &bytes)
        }
    }

    /// From the last digit to the first, at least one of them before the point.
    private func appendDigits<Word: FixedWidthInteger & UnsignedInteger>(
        _ magnitude: Word, to bytes: inout [UInt8]
    ) {
        // 39 digits of the coefficient or 38 decimals and a zero, and the point.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { room in
            var (rest, at, place) = (magnitude, room.count, 0)
            repeat {
                if place == scale, scale > 0 {
                    at -= 1
                    room[at] = UInt8(ascii: ".")
                }
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                at -= 1
                room[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
                (rest, place) = (quotient, place + 1)
            } while rest > 0 || place <= scale
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: room[at...]))
        }
    }
}
