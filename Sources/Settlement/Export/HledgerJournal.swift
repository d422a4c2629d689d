import Amounts
import Roaming

/// A journal that passes `hledger check --strict`: accounts and commodities are declared.
struct HledgerJournal {
    func text(_ entries: [[BookedLine]]) -> String {
        let lines = entries.flatMap(\.self)
        let currencies = Set(lines.flatMap { [$0.currency, $0.bookCurrency] }).sorted()
        let accounts = Set(lines.map(Account.init)).sorted { $0.name < $1.name }
        var text = currencies.map { "commodity \($0) 1000.00\n" }.joined()
        text += accounts.map { "account \($0.name)  ; type: \($0.letter)\n" }.joined()
        for entry in entries {
            guard let first = entry.first else { continue }
            let code = plain(first.source, without: ["(", ")", ";"])
            text += "\n\(first.day) * (\(code)) \(plain(first.text, without: [";", "|"]))\n"
            text += "    ; service-month: \(first.serviceMonth)\n"
            for line in entry {
                for posting in PlainPosting.postings(of: line) {
                    text += "    \(Account(line).name)  \(amount(of: posting))\n"
                }
            }
        }
        return text
    }

    private func amount(of posting: PlainPosting) -> String {
        let cost = posting.cost.map { " @@ \($0.currency) \($0.amount.text(decimals: 2))" }
        return "\(posting.currency) \(posting.amount.text(decimals: 2))\(cost ?? "")"
    }

    private struct Account: Hashable {
        let name: String
        let letter: String

        /// `assets:magma:1210 Accrued roaming receivable:IN-TPC`
        init(_ line: BookedLine) {
            let (root, letter) =
                switch line.accountKind {
                case .asset: ("assets", "A")
                case .liability: ("liabilities", "L")
                case .equity: ("equity", "E")
                case .income: ("income", "R")
                case .expense: ("expenses", "X")
                }
            let parts = [root, line.entity, "\(line.account) \(line.accountName)"]
            name = (parts + [line.dimension].compactMap(\.self)).map { part in
                plain(part, without: [":", ";"]).split(separator: " ").joined(separator: " ")
            }.joined(separator: ":")
            self.letter = letter
        }
    }
}
