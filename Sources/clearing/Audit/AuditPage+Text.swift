extension AuditPage {
    /// For a terminal: control characters in partners' texts are shown, not obeyed.
    var text: String {
        var out = title.printable + "\n" + String(repeating: "=", count: title.count) + "\n"
        for section in sections {
            out +=
                "\n\(section.title)\n" + String(repeating: "-", count: section.title.count) + "\n"
            for block in section.blocks { out += Self.text(block) }
        }
        return out
    }

    private static func text(_ block: Block) -> String {
        switch block {
        case .facts(let facts):
            let width = facts.map(\.0.count).max() ?? 0
            return facts.map { name, value in
                let space = String(repeating: " ", count: width - name.count)
                return "\(name)\(space)  \(value.printable)\n"
            }.joined()
        case .table(let columns, let rows):
            var table = TextTable(columns)
            for row in rows { table.add(row.map(\.printable)) }
            return table.render()
        case .literal(let title, let text): return "\(title.printable)\n\(indented(text))"
        case .sideBySide(let left, let right):
            return "\(left.0)\n\(indented(left.1))\n\(right.0)\n\(indented(right.1))"
        case .paragraph(let text): return text.printable + "\n"
        }
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.isEmpty ? "\n" : "    \(String(line).printable)\n"
        }.joined().dropSuffixLineFeed
    }
}

extension String {
    /// Without the empty line that a closing line feed leaves behind.
    fileprivate var dropSuffixLineFeed: String { hasSuffix("\n\n") ? String(dropLast()) : self }
}
