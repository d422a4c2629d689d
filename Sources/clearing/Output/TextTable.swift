/// A table for people: columns padded to their widest cell, numbers to the right.
struct TextTable {
    enum Alignment { case left, right }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

    mutating func add(_ row: [String]) {
        precondition(row.count == columns.count, "a row has one cell for each column")
        rows.append(row)
    }

    /// Lines joined by newlines, the last one included.
    func render() -> String {
        let widths = columns.indices.map { column in
            rows.map { $0[column].count }.reduce(columns[column].title.count, max)
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - cells[column].count)
                return columns[column].alignment == .left
                    ? cells[column] + space : space + cells[column]
            }
            var text = padded.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text
        }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return ([line(columns.map(\.title)), line(rule)] + rows.map(line))
            .joined(separator: "\n") + "\n"
    }
}
