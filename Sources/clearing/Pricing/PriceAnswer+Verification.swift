import Amounts
import Rating
import Roaming

extension Verification {
    /// Amounts exact, as decimals where they end and `n/d` where they do not.
    var json: JSONValue {
        .object([
            ("agrees", .bool(agrees)),
            ("fields", .array(fields.map(\.json) + volumes.map(\.json))),
            ("explanation", explanation?.json ?? .null),
        ])
    }

    /// What a person reads: each claim that differs, why, and how the partner may have read the CDR.
    func text(_ currency: String) -> String {
        guard !fields.isEmpty || !volumes.isEmpty else {
            return "\nThe CDR claims nothing to compare with.\n"
        }
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
        for volume in volumes { table.add(volume.row) }
        text += table.render() + "\n"
        if agrees { return text + "All claims agree with ours.\n" }
        if costsAgree { return text + "The claimed costs agree with ours; a total does not.\n" }
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
            ("causes", .array(causes.map(\.json))),
        ])
    }
}

extension VerifiedVolume {
    fileprivate var row: [String] {
        let name = total.wireName + (total.unit == "h" ? ", hours" : ", kWh")
        let difference = agrees == true ? "agrees" : difference.words
        return [name, claimed.trimmed().description, ours.words, difference, why]
    }

    private var why: String {
        guard agrees == false else { return "" }
        return reading.map { "it is \($0.words)" } ?? "other charging periods"
    }

    fileprivate var json: JSONValue {
        .object([
            ("field", .string(total.wireName)), ("unit", .string(total.unit)),
            ("claimed", .string(claimed.description)), ("ours", .text(ours?.text)),
            ("difference", .text(difference?.text)),
            ("agrees", agrees.map(JSONValue.bool) ?? .null),
            ("causes", .array(causes.map(\.json))), ("reading", .text(reading?.words)),
        ])
    }
}

extension CauseShare {
    fileprivate var json: JSONValue {
        .object([
            ("cause", .string(cause.rawValue)), ("amount", .string(amount.text)),
        ])
    }
}

extension VolumeReading {
    fileprivate var words: String {
        switch self {
        case .printedHours: "the hours as printed, not the clock's"
        case .wholeSteps: "what was billed, in whole steps"
        case .withoutReservation: "the time without the reservation"
        case .chargingOnly: "the time without parking"
        case .clock: "the time from the CDR's start to its end"
        case .wattHours: "in Wh, not kWh"
        case .minutes: "in minutes, not hours"
        case .seconds: "in seconds, not hours"
        }
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
