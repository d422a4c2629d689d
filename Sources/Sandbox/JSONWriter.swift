import Roaming

/// Appends JSON text to bytes. Keys and values follow each other; commas come by themselves.
/// Numbers are whole units with a fixed number of decimals, so that no binary fraction is involved.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }

    mutating func endObject() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    mutating func beginArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
    }

    mutating func endArray() {
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func key(text name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 { appendEscaped(byte) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// `units × 10^-decimals`, with all its decimals.
    mutating func decimal(_ units: Int, decimals: Int) {
        separate()
        appendDecimal(units, decimals: decimals)
        needsComma = true
    }

    /// A ready piece of JSON.
    mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    mutating func bare(_ word: StaticString) {
        separate()
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<32:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }

    private mutating func appendDecimal(_ units: Int, decimals: Int) {
        if units < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = units.magnitude
        var written = 0
        repeat {
            if written == decimals, decimals > 0 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(48 + UInt8(rest % 10))
            rest /= 10
            written += 1
        } while rest > 0 || written <= decimals
        bytes[start...].reverse()
    }
}

extension JSONWriter {
    mutating func put(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }

    mutating func put(_ name: StaticString, _ units: Int, decimals: Int) {
        key(name)
        decimal(units, decimals: decimals)
    }

    mutating func put(_ name: StaticString, orNull value: String?) {
        key(name)
        if let value { string(value) } else { bare("null") }
    }

    mutating func put(_ name: StaticString, _ flag: Bool) {
        key(name)
        bare(flag ? "true" : "false")
    }

    mutating func putNull(_ name: StaticString) {
        key(name)
        bare("null")
    }

    mutating func put(_ name: StaticString, at second: Int, _ style: TimeStyle) {
        key(name)
        time(second, style)
    }

    /// A unit price: at least two decimals, more only where it has them.
    mutating func put(_ name: StaticString, price: UnitPrice) {
        key(name)
        number(price)
    }

    /// The same as a JSON string.
    mutating func put(_ name: StaticString, priceText price: UnitPrice) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        number(price)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func number(_ price: UnitPrice) {
        var (units, decimals) = (price.tenThousandths, 4)
        while decimals > 2, units % 10 == 0 { (units, decimals) = (units / 10, decimals - 1) }
        decimal(units, decimals: decimals)
    }
}

/// The ways partners write one instant (mod_types, DateTime; tariffs.md, "Shapes seen in the field").
enum TimeStyle {
    case zulu
    /// `2026-10-01T08:00:00.000Z`
    case fraction
    /// `2026-10-01T13:30:00+05:30`
    case indian
    /// No zone at all, which means UTC.
    case bare
}

extension JSONWriter {
    /// - Parameter second: since 1970-01-01T00:00:00Z.
    mutating func time(_ second: Int, _ style: TimeStyle) {
        let shown = style == .indian ? second + 19_800 : second
        let day = Day(daysSince1970: Int(Int64(shown).dividedDown(by: 86_400)))
        let clock = shown - day.daysSince1970 * 86_400
        let date = day.yearMonthDay
        separate()
        bytes.append(UInt8(ascii: "\""))
        appendPadded(date.year, 4)
        bytes.append(UInt8(ascii: "-"))
        appendPadded(date.month, 2)
        bytes.append(UInt8(ascii: "-"))
        appendPadded(date.day, 2)
        bytes.append(UInt8(ascii: "T"))
        appendPadded(clock / 3600, 2)
        bytes.append(UInt8(ascii: ":"))
        appendPadded(clock / 60 % 60, 2)
        bytes.append(UInt8(ascii: ":"))
        appendPadded(clock % 60, 2)
        switch style {
        case .zulu: bytes.append(UInt8(ascii: "Z"))
        case .fraction: bytes.append(contentsOf: ".000Z".utf8)
        case .indian: bytes.append(contentsOf: "+05:30".utf8)
        case .bare: break
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func appendPadded(_ value: Int, _ width: Int) {
        var power = 1
        for _ in 1..<width { power *= 10 }
        while power > 0 {
            bytes.append(48 + UInt8(value / power % 10))
            power /= 10
        }
    }
}
