import Amounts
import Roaming

/// A journal that passes `bean-check`: every account is opened on the day of its first entry.
struct BeancountJournal {
    func text(_ entries: [[BookedLine]]) -> String {
        let lines = entries.flatMap(\.self)
        var opened: [String: Day] = [:]
        for line in lines {
            let account = account(of: line)
            opened[account] = min(opened[account] ?? line.day, line.day)
        }
        var text = "option \"title\" \"Magma Clearing\"\n"
        for currency in Set(lines.map(\.bookCurrency)).sorted() {
            text += "option \"operating_currency\" \"\(currency)\"\n"
        }
        text += "\n"
        for (account, day) in opened.sorted(by: { $0.key < $1.key }) {
            text += "\(day) open \(account)\n"
        }
        for entry in entries {
            guard let first = entry.first else { continue }
            let payee = first.dimension ?? first.entity
            text += "\n\(first.day) * \(quoted(payee)) \(quoted(first.text))\n"
            text += "  source: \(quoted(first.source))\n"
            text += "  service-month: \(quoted("\(first.serviceMonth)"))\n"
            for line in entry {
                for posting in PlainPosting.postings(of: line) {
                    text += "  \(account(of: line))  \(amount(of: posting))\n"
                }
            }
        }
        return text
    }

    private func amount(of posting: PlainPosting) -> String {
        let cost = posting.cost.map { " @@ \($0.amount.text(decimals: 2)) \($0.currency)" }
        return "\(posting.amount.text(decimals: 2)) \(posting.currency)\(cost ?? "")"
    }

    /// `Assets:Magma:1210-Accrued-roaming-receivable:IN-TPC`
    private func account(of line: BookedLine) -> String {
        let root =
            switch line.accountKind {
            case .asset: "Assets"
            case .liability: "Liabilities"
            case .equity: "Equity"
            case .income: "Income"
            case .expense: "Expenses"
            }
        let parts = [line.entity, "\(line.account) \(line.accountName)", line.dimension]
        return ([root] + parts.compactMap { $0.map(component) }).joined(separator: ":")
    }

    /// Letters, digits and hyphens; begins with a capital or a digit.
    private func component(_ text: String) -> String {
        let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let joined = words.joined(separator: "-")
        guard let first = joined.first else { return "X" }
        return first.uppercased() + joined.dropFirst()
    }

    private func quoted(_ text: String) -> String {
        "\"\(plain(text, without: ["\"", "\\"]))\""
    }
}
