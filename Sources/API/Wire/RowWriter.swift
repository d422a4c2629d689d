import Amounts
import Roaming
import Store

/// Writes the rows of a listing as JSON objects, personal fields masked where they must be.
///
/// Lists run to millions of rows, so values go from the bytes that PostgreSQL sent to those of the answer
/// without a String in between.
struct RowWriter: Sendable {
    /// What stands before each value: `{"id":`, `,"cdr_id":` …
    struct Heads: Sendable {
        fileprivate let fields: [(head: [UInt8], kind: Listing.Field.Kind, isPersonal: Bool)]

        init(_ listing: Listing) {
            fields = listing.fields.enumerated().map { place, field in
                let head = Array("\(place == 0 ? "{" : ",")\"\(field.name)\":".utf8)
                return (head, field.kind, field.isPersonal)
            }
        }
    }

    let heads: Heads
    let shows: PersonalData

    /// Writes the current row.
    func write(_ row: ListedRows, to out: inout JSONOutput) throws(StoreError) {
        try out.value { (bytes) throws(StoreError) in
            for (column, field) in heads.fields.enumerated() {
                bytes.append(contentsOf: field.head)
                if row.isNull(column) {
                    bytes.append(contentsOf: "null".utf8)
                } else if field.isPersonal {
                    shows.append(row.utf8(column), to: &bytes)
                } else {
                    try write(row, column, field.kind, to: &bytes)
                }
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private func write(
        _ row: ListedRows, _ column: Int, _ kind: Listing.Field.Kind, to bytes: inout [UInt8]
    ) throws(StoreError) {
        switch kind {
        case .text: JSONOutput.quote(row.utf8(column), to: &bytes)
        case .count, .number: bytes.append(contentsOf: String(row.integer(column)).utf8)
        case .flag: bytes.append(contentsOf: (row.bool(column) ? "true" : "false").utf8)
        case .amount, .quantity, .month, .day, .instant:
            bytes.append(UInt8(ascii: "\""))
            try append(row, column, kind, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// What needs quotes and no escapes.
    private func append(
        _ row: ListedRows, _ column: Int, _ kind: Listing.Field.Kind, to bytes: inout [UInt8]
    ) throws(StoreError) {
        switch kind {
        case .amount: try row.decimal(column).append(to: &bytes, decimals: 2)
        case .quantity: try row.decimal(column).append(to: &bytes)
        case .day: row.day(column).append(to: &bytes)
        case .month:
            row.day(column).append(to: &bytes)
            bytes.removeLast("-01".utf8.count)
        case .instant: row.instant(column).append(to: &bytes)
        case .text, .count, .number, .flag: preconditionFailure("these are written otherwise")
        }
    }
}

/// Whether token and contract ids are shown as they are.
enum PersonalData: Sendable, Hashable {
    case shown, masked

    private static let stars = "****"

    /// All but the last four characters of a long id, everything of a short one.
    func shown(_ text: String) -> String {
        guard self == .masked else { return text }
        return text.count > 8 ? Self.stars + text.suffix(4) : Self.stars
    }

    /// Appends what is shown as a JSON string.
    func append(_ utf8: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        guard self == .masked else { return JSONOutput.quote(utf8, to: &bytes) }
        var text = shown(String(decoding: utf8, as: UTF8.self))
        text.withUTF8 { JSONOutput.quote(UnsafeRawBufferPointer($0), to: &bytes) }
    }
}
