import Amounts
import Roaming
import Settlement

extension ExchangeRates {
    /// `Rules/fx/<foreign>-<book>.yaml`
    static func read(_ root: RuleNode, name: String) throws(RuleProblem) -> ExchangeRates {
        try root.map { (map) throws(RuleProblem) in
            let rates = ExchangeRates(
                currency: try map.require("currency").currency(),
                bookCurrency: try map.require("book_currency").currency(),
                daysValid: try map.require("days_valid").integer(in: 0...366),
                quotes: try map.require("entries").book { (entry) throws(RuleProblem) in
                    let rate = try entry.require("rate")
                    guard try rate.decimal() > .zero else {
                        throw rate.problem("a rate is above zero")
                    }
                    return Quote(
                        rate: try rate.decimal(), source: try entry.require("source").text())
                })
            guard name == "\(rates.currency)-\(rates.bookCurrency)" else {
                throw root.problem(
                    "this file is to be named \(rates.currency)-\(rates.bookCurrency).yaml")
            }
            guard rates.currency != rates.bookCurrency else {
                throw root.problem("a currency has no rate to itself")
            }
            for item in try map.require("cases").list() { try rates.check(item) }
            return rates
        }
    }

    /// One euro-denominated amount, as a statement of one line would be booked.
    private func check(_ item: RuleNode) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let day = try map.require("on").day()
            let amount = try map.require("amount").decimal()
            let (book, quotedOn): (String, String) = try map.require("expect")
                .map { (expect) throws(RuleProblem) in
                    (try expect.require("book").text(), try expect.require("quoted_on").text())
                }
            let rate = rate(on: day)
            let rounding = Rounding(digits: 2, mode: .halfUp)
            let value = rate.flatMap { try? (amount * $0.rate).rounded(rounding) }
            let actual = [
                ("book", book, value?.description ?? "none"),
                ("quoted_on", quotedOn, rate?.quotedOn.description ?? "none"),
            ]
            for (key, want, got) in actual where want != got {
                throw item.problem("case \"\(why)\" expects \(key) \(want), the rates give \(got)")
            }
        }
    }
}
