import Amounts
import Roaming

extension Matter {
    /// What is wrong with a total as such, whatever it is compared with, in a sentence. Such a
    /// total never matches.
    var strangeTotal: String? {
        guard let record = pair?.record else { return nil }
        if hasNegativeClaim {
            return "CDR \(record.stands.name) states a negative total, but it is no credit CDR."
        }
        if record.isIssued, let held = record.held, held.claimed.isNegative {
            return "\(held.hub) holds CDR \(held.name) with a negative total."
        }
        return record.stands.taxBelowZeroInWords ?? record.held?.taxBelowZeroInWords
    }

    /// Only a credit CDR may take money back, and credits are never paired with a session.
    var hasNegativeClaim: Bool { pair?.record.stands.claimed.isNegative ?? false }
}

extension CDRFields {
    /// No tax makes a total smaller.
    fileprivate var taxBelowZeroInWords: String? {
        guard let before = claimed.beforeTax, let after = claimed.afterTax, after < before else {
            return nil
        }
        return "CDR \(name) (\(hub)) states \(Words.amount(after, currency)) after tax, less than "
            + "its \(Words.amount(before, currency)) before tax."
    }
}

extension Price {
    /// Before tax or after.
    fileprivate var isNegative: Bool {
        [beforeTax, afterTax].contains { $0.map { $0 < .zero } ?? false }
    }
}
