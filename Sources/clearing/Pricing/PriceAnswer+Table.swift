import Amounts
import Rating
import Roaming

extension PricedCharge {
    /// The price as a person reads it: the cost fields that are not zero, the total, the notes.
    func table(_ detail: RatingRules.Detail = .priceOnly) throws -> String {
        let currency = rated.currency.description
        var table = TextTable([
            ("", .left), ("before tax (\(currency))", .right),
            ("after tax (\(currency))", .right),
        ])
        do {
            for category in Category.allCases {
                let price = try rated.price(category)
                guard category == .total || !price.isZero else { continue }
                table.add([category.title, price.beforeTax.words, price.afterTax.words])
            }
        } catch {
            throw PriceRefusal.tooLarge
        }
        let working = detail == .working ? Explanation(rated).render() : ""
        return table.render() + (working.isEmpty ? "" : "\n" + working) + notes()
            + (verification?.text(currency) ?? "")
    }

    private func notes() -> String {
        let findings = readingFindings + rated.findings
        guard !findings.isEmpty else { return "" }
        var text = "\n"
        for finding in findings {
            let place = finding.pointer.isEmpty ? "" : " \(finding.pointer)"
            text += "\(finding.severity.rawValue) \(finding.code)\(place): \(finding.text)\n"
        }
        return text
    }
}

extension Category {
    /// For people.
    var title: String {
        switch self {
        case .fixed: "start fee"
        case .energy: "energy"
        case .time: "charging time"
        case .parking: "parking time"
        case .reservation: "reservation"
        case .total: "total"
        }
    }
}

extension Price {
    fileprivate var isZero: Bool { beforeTax?.isZero == true && afterTax?.isZero == true }
}

extension ExactDecimal? {
    /// Digits, or `unknown`.
    var words: String { self?.description ?? "unknown" }
}
