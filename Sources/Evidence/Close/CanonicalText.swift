/// The text form of a row that is hashed: its fields in their order, a tab between, as in
/// PostgreSQL's COPY text format, so that anybody can print the same bytes without this program.
/// NULL is `\N`; a backslash, tab, line feed and carriage return are written `\\`, `\t`, `\n`, `\r`.
package struct CanonicalText: Sendable, Hashable {
    package private(set) var bytes: [UInt8] = []
    private var fields = 0

    package init() {}

    package init(_ cells: some Sequence<String?>) {
        for cell in cells { add(cell) }
    }

    package mutating func add(_ cell: String?) {
        if fields > 0 { bytes.append(UInt8(ascii: "\t")) }
        fields += 1
        guard let cell else {
            bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
            return
        }
        for byte in cell.utf8 { append(byte) }
    }

    private mutating func append(_ byte: UInt8) {
        let escape: UInt8
        switch byte {
        case UInt8(ascii: "\\"): escape = UInt8(ascii: "\\")
        case UInt8(ascii: "\t"): escape = UInt8(ascii: "t")
        case UInt8(ascii: "\n"): escape = UInt8(ascii: "n")
        case UInt8(ascii: "\r"): escape = UInt8(ascii: "r")
        default:
            bytes.append(byte)
            return
        }
        bytes += [UInt8(ascii: "\\"), escape]
    }
}
