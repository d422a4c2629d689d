package import Amounts

/// One number below a column.
package struct SheetTotal: Sendable, Hashable {
    package let column: String
    package let header: String
    package let kind: ColumnTotal
    /// Set for `sumByCurrency` only.
    package let currency: Currency?
    /// A number for sums of money and energy, else an integer or a duration.
    package let value: Cell
}

/// The exact sums of a sheet while its rows pass by.
struct SheetTotals {
    private var sums: [Sum] = []

    private struct Sum {
        let position: Int
        let kind: ColumnTotal
        var amount = ExactDecimal.zero
        var count: Int64 = 0
        var byCurrency = Totals()

        mutating func add(_ cell: Cell, _ currency: Currency?) throws(AmountOverflow) {
            count += 1
            guard kind != .count, let value = cell.exact else { return }
            switch (kind, currency) {
            case (.sumByCurrency, let currency?): try byCurrency.add(Money(value, currency))
            case (.sumByCurrency, nil): break
            default: amount = try amount + value
            }
        }
    }

    init(_ columns: [Column]) {
        sums = columns.indices.compactMap { position in
            columns[position].total.map { Sum(position: position, kind: $0) }
        }
    }

    /// A sum that no longer fits the exact type.
    struct TooLarge: Error {
        let position: Int
    }

    mutating func add(_ row: [Cell], currencies: [Currency?]) throws(TooLarge) {
        for index in sums.indices {
            let position = sums[index].position
            if case .empty = row[position] { continue }
            do { try sums[index].add(row[position], currencies[position]) } catch {
                throw TooLarge(position: position)
            }
        }
    }

    /// In the order of the columns, currencies sorted within each.
    func results(_ columns: [Column]) -> [SheetTotal] {
        sums.flatMap { sum in
            let column = columns[sum.position]
            func total(_ value: Cell, _ currency: Currency? = nil) -> SheetTotal {
                SheetTotal(
                    column: column.key, header: column.header, kind: sum.kind, currency: currency,
                    value: value)
            }
            switch sum.kind {
            case .count: return [total(.integer(sum.count))]
            case .sum: return [total(column.type.cell(total: sum.amount))]
            case .sumByCurrency:
                return sum.byCurrency.amounts.map { total(.number($0.amount), $0.currency) }
            }
        }
    }
}

extension ColumnType {
    /// A sum of this column's cells as a cell; one too large for an integer stays a number.
    fileprivate func cell(total: ExactDecimal) -> Cell {
        guard self == .integer || self == .duration, let whole = Int64(exactly: total.coefficient)
        else { return .number(total) }
        return self == .integer ? .integer(whole) : .duration(seconds: whole)
    }
}
