import Amounts
import Rating
import Roaming

extension Verification {
    /// Amounts exact, as decimals where they end and `n/d` where they do not.
    var json: JSONValue {
        .object([
            ("agrees", .bool(agrees)), ("fields", .array(fields.map(\.json))),
            ("explanation", explanation?.json ?? .null),
        ])
    }

    /// What a person reads: each claim that differs, why, and how the partner may have read the CDR.
    func text(_ currency: String) -> String {
        guard !fields.isEmpty else { return "\nThe CDR claims no cost to compare with.\n" }
        var text = "\nCompared with what the CDR claims\n\n"
        var table = TextTable([
            ("field", .left), ("claimed", .right), ("ours", .right), ("difference", .right),
            ("because of", .left),
        ])
        for field in fields {
            table.add([
                field.name, field.claimed.text(decimals: 2), field.ours.words,
                field.agrees == true ? "agrees" : field.difference.words, field.causeWords,
            ])
        }
        text += table.render() + "\n"
        if agrees { return text + "All claims agree with ours.\n" }
        guard let explanation else {
            return text + "No reading of the CDR that this program knows gives the claims.\n"
        }
        return text + explanation.sentence + "\n"
    }
}

extension VerifiedField {
    /// `total_cost before tax`
    fileprivate var name: String {
        category.wireName + (isAfterTax ? " after tax" : " before tax")
    }

    fileprivate var causeWords: String {
        guard agrees != true else { return "" }
        return causes.map { "\($0.cause.rawValue) \(ExactAmount?($0.amount).words)" }
            .joined(separator: ", ")
    }

    fileprivate var json: JSONValue {
        .object([
            ("field", .string(category.wireName)),
            ("side", .string(isAfterTax ? "after_tax" : "before_tax")),
            ("claimed", .string(claimed.description)), ("ours", .text(ours?.text)),
            ("difference", .text(difference?.text)),
            ("agrees", agrees.map(JSONValue.bool) ?? .null),
            (
                "causes",
                .array(
                    causes.map {
                        .object([
                            ("cause", .string($0.cause.rawValue)),
                            ("amount", .string($0.amount.text)),
                        ])
                    })
            ),
        ])
    }
}

extension Verification.Explanation {
    fileprivate var json: JSONValue {
        .object([
            ("readings", .array(deviations.map { .string($0.words) })),
            ("permitted", .bool(deviations.allSatisfy(\.isPermitted))),
            ("rounding", .text(rounding)),
            ("explains", .string(isWhole ? "all" : "total_cost")),
        ])
    }

    fileprivate var sentence: String {
        let what = isWhole ? "All claims come out exactly" : "The claimed total comes out exactly"
        var ways = deviations.map(\.words)
        if let rounding { ways.append("rounding \(rounding)") }
        let allowed =
            deviations.isEmpty || deviations.allSatisfy(\.isPermitted)
            ? "which OCPI permits" : "which OCPI does not provide for"
        return "\(what) by \(ways.joined(separator: ", and by ")), \(allowed)."
    }
}

extension Deviation {
    fileprivate var words: String {
        switch self {
        case .otherQuantity: "billing total_energy instead of the periods' energy"
        case .otherHours: "reading hours the other way (as printed, or as the clock)"
        case .noSteps: "leaving out step_size"
        case .otherPeriods:
            "reading periods the other way (split where the price changes, or as sent)"
        case .clockInUTC: "matching times of day in UTC instead of local time"
        case .noLimits: "leaving out min_price and max_price"
        case .noTax: "leaving out tax"
        }
    }
}

extension ExactAmount? {
    /// For people: six decimals at most.
    fileprivate var words: String { self.map { Explanation.money($0) } ?? "unknown" }
}
