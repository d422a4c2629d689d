import Amounts
import Roaming

/// A value bound to a statement, sent in PostgreSQL's binary form. Values are never spliced.
enum Parameter: Sendable {
    case null
    case bool(Bool)
    case int4(Int)
    case int8(Int64)
    case text(String?)
    case bytea([UInt8])
    case date(Day)
    case instant(Instant)
    case decimal(ExactDecimal?)
    case texts([String])
    case int8s([Int64])

    static func month(_ month: Month) -> Parameter { .date(month.firstDay) }

    /// The field as COPY BINARY writes it: four bytes of length (−1 = NULL), then the value.
    fileprivate func append(to row: inout RowBytes) {
        switch self {
        case .null: row.null()
        case .bool(let value): row.bool(value)
        case .int4(let value): row.int4(value)
        case .int8(let value): row.int8(value)
        case .text(let value): row.text(value)
        case .bytea(let value): row.bytea(value)
        case .date(let value): row.date(value)
        case .instant(let value): row.instant(value)
        case .decimal(let value): row.decimal(value)
        case .texts(let value): row.texts(value)
        case .int8s(let value): row.int8s(value)
        }
    }
}

/// Parameters in the arrays of pointers that libpq takes.
struct ParameterList {
    private var row = RowBytes()
    /// Where each value starts in `row`, nil for NULL, and its length.
    private var places: [(at: Int, length: Int)?] = []

    init(_ parameters: [Parameter]) {
        for parameter in parameters {
            let start = row.bytes.count
            parameter.append(to: &row)
            let length = row.bytes.count - start - 4
            let isNull = row.bytes[start] == 0xFF
            places.append(isNull ? nil : (start + 4, length))
        }
        // An empty value at the very end still needs an address inside the buffer.
        row.bytes.append(0)
    }

    func withPointers<Result>(
        _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
        row.bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = places.map { place in place.flatMap { base?.advanced(by: $0.at) } }
            return body(
                values, places.map { Int32($0?.length ?? 0) }, places.map { _ in 1 })
        }
    }
}
