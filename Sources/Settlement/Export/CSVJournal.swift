import Amounts
import Roaming

/// One line a posting; amounts with all their digits, never a formula.
struct CSVJournal {
    static let header = [
        "source", "line", "day", "event", "entity", "counterparty", "hub", "service_month", "text",
        "account", "account_name", "account_kind", "currency", "debit", "credit", "book_currency",
        "book_debit", "book_credit",
    ]

    func text(_ lines: [BookedLine]) -> String {
        let rows = [Self.header] + lines.map(cells)
        return rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    private func cells(of line: BookedLine) -> [String] {
        let (debit, credit) = sides(line.amount)
        let (bookDebit, bookCredit) = line.bookAmount.map(sides) ?? ("", "")
        return [
            line.source, "\(line.line)", "\(line.day)", line.event, line.entity,
            line.counterparty.map { "\($0)" } ?? "", line.hub ?? "", "\(line.serviceMonth)",
            line.text, line.account, line.accountName, line.accountKind.rawValue,
            "\(line.currency)", debit, credit, "\(line.bookCurrency)", bookDebit, bookCredit,
        ]
    }

    /// Neither is ever below zero, so a sign never begins a cell.
    private func sides(_ amount: ExactDecimal) -> (debit: String, credit: String) {
        guard amount.isNegative else { return (amount.text(decimals: 2), "") }
        return ("", (try? amount.negated().text(decimals: 2)) ?? "")
    }

    private func cell(_ text: String) -> String {
        let risky: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]
        let safe = text.first.map(risky.contains) == true ? "'\(text)" : text
        guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
        return "\"\(safe.replacing("\"", with: "\"\""))\""
    }
}
