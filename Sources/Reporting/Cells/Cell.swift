package import Amounts

/// One typed value of a row. What it looks like is the column's business.
package enum Cell: Sendable, Hashable {
    case empty
    case text(String)
    case number(ExactDecimal)
    case integer(Int64)
    case day(daysSince1970: Int)
    /// Milliseconds since 1970-01-01T00:00:00Z.
    case instant(milliseconds: Int64)
    case duration(seconds: Int64)

    /// The number in it, for sums and checks; nil for what cannot be added up.
    var exact: ExactDecimal? {
        switch self {
        case .number(let value): value
        case .integer(let value), .duration(let value):
            ExactDecimal(coefficient: Int128(value), scale: 0)
        case .empty, .text, .day, .instant: nil
        }
    }

    /// Whether a column of this type may hold it.
    func fits(_ type: ColumnType) -> Bool {
        switch (self, type) {
        case (.empty, _), (.text, .text), (.integer, .integer), (.number, .money),
            (.number, .energy), (.day, .date), (.instant, .instant), (.duration, .duration):
            true
        default: false
        }
    }
}

extension ColumnType {
    /// Reads a value as PostgreSQL's text protocol writes it; nil bytes are NULL. Dates are ISO
    /// (`2026-10-31`), instants bigint milliseconds since 1970, durations bigint seconds: no server
    /// setting can change what a report says.
    /// - Throws: `ReportingError.value` when the text is not of this type.
    package func cell(_ utf8: UnsafeRawBufferPointer?) throws(ReportingError) -> Cell {
        guard let utf8 else { return .empty }
        if let cell = read(utf8) { return cell }
        throw .value(text: String(decoding: utf8.prefix(80), as: UTF8.self), type: rawValue)
    }

    private func read(_ utf8: UnsafeRawBufferPointer) -> Cell? {
        switch self {
        case .text: .text(String(decoding: utf8, as: UTF8.self))
        case .integer: whole(utf8).map { .integer($0) }
        case .money, .energy: ExactDecimal(utf8: utf8).map { .number($0) }
        case .date: daysSince1970(iso: utf8).map { .day(daysSince1970: $0) }
        case .instant: whole(utf8).map { .instant(milliseconds: $0) }
        case .duration: whole(utf8).map { .duration(seconds: $0) }
        }
    }

    private func whole(_ utf8: UnsafeRawBufferPointer) -> Int64? {
        Int64(String(decoding: utf8, as: UTF8.self))
    }
}
