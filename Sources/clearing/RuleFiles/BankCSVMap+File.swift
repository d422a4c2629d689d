import Intake
import Roaming

extension BankCSVMap {
    /// `Rules/banks/<bank>.yaml`
    static func read(_ root: RuleNode, name: String) throws(RuleProblem) -> BankCSVMap {
        try root.map { (map) throws(RuleProblem) in
            var header: [String] = []
            for item in try map.require("header").list() { header.append(try item.text()) }
            let trailers = try map.require("trailers").list()
            var ends: [String] = []
            for item in trailers { ends.append(try item.text()) }
            var texts: [String] = []
            for item in try map.require("texts").list() { texts.append(try item.text()) }
            let bank = BankCSVMap(
                name: name, title: try map.require("title").text(),
                encoding: try map.require("encoding").choice(TextEncoding.self),
                delimiter: try map.require("delimiter").choice(CSVText.Delimiter.self),
                header: header,
                account: try source(map.require("account")),
                currency: try source(map.require("currency")),
                date: try map.require("date").text(),
                valueDate: try map.optional("value_date")?.text(),
                dates: try DatePattern.read(map.require("date_format")),
                numbers: try NumberFormat.read(&map),
                amounts: try amounts(map.require("amounts")), texts: texts,
                reference: try map.optional("reference")?.text(),
                partyName: try map.optional("party_name")?.text(),
                partyAccount: try map.optional("party_account")?.text(),
                balance: try map.optional("balance")?.text(),
                isNewestFirst: try map.require("order").choice(Order.self) == .newestFirst,
                trailers: ends)
            if let missing = bank.columns.first(where: { bank.place(of: $0) == nil }) {
                throw root.problem("the header has no column \"\(missing)\"")
            }
            for item in try map.require("cases").list() { try bank.check(item) }
            return bank
        }
    }

    private enum Order: String, CaseIterable {
        case oldestFirst = "oldest_first"
        case newestFirst = "newest_first"
    }

    private static func source(_ node: RuleNode) throws(RuleProblem) -> Source {
        try node.map { (map) throws(RuleProblem) in
            let ways: [(RuleNode, (String) -> Source)] = [
                (map.optional("column"), { .column($0) }),
                (map.optional("preamble"), { .preamble($0) }),
                (map.optional("fixed"), { .fixed($0) }),
            ].compactMap { node, make in node.map { ($0, make) } }
            guard let way = ways.first, ways.count == 1 else {
                throw node.problem("say one: {column: …}, {preamble: …} or {fixed: …}")
            }
            return way.1(try way.0.text())
        }
    }

    private static func amounts(_ node: RuleNode) throws(RuleProblem) -> AmountColumns {
        try node.map { (map) throws(RuleProblem) in
            if let signed = map.optional("signed") { return .signed(try signed.text()) }
            let debit = try map.require("debit").text()
            let credit = try map.require("credit").text()
            guard let amount = map.optional("amount") else {
                return .twoColumns(debit: debit, credit: credit)
            }
            return .marked(
                try amount.text(), mark: try map.require("mark").text(), debit: debit,
                credit: credit)
        }
    }

    /// Reads a file of the header and the case's line.
    private func check(_ item: RuleNode) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let line = try map.require("line").text()
            let expected: [(String, String)] = try map.require("expect")
                .map { (expect) throws(RuleProblem) in
                    var pairs: [(String, String)] = []
                    for key in ["booked_on", "amount", "reference"] {
                        pairs.append((key, try expect.require(key).text()))
                    }
                    return pairs
                }
            var alone = self
            alone.encoding = .utf8
            if case .preamble = account { alone.account = .fixed("00000") }
            let head = header.map { "\"\($0)\"" }.joined(
                separator: delimiter == .tab ? "\t" : delimiter.rawValue)
            guard let reading = try? readBankCSV(Array("\(head)\n\(line)\n".utf8), by: alone),
                let entry = reading.entries.first
            else { throw item.problem("case \"\(why)\": the line cannot be read") }
            let actual = ["\(entry.bookedOn)", "\(entry.amount)", entry.reference]
            for ((key, want), got) in zip(expected, actual) where want != got {
                throw item.problem("case \"\(why)\" expects \(key) \(want), the line says \(got)")
            }
        }
    }
}
