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
            (.number, .energy), (.number, .number), (.number, .percent), (.day, .date),
            (.instant, .instant), (.duration, .duration):
            true
        default: false
        }
    }
}
