import Foundation

/// Says what is wrong with an answer to a broken line, if anything is.
///
/// The one thing that must never happen quietly is a price of zero. A total of zero needs a reason:
/// a note that says what was not priced, or, in the line itself, that all volumes or some price,
/// limit or sign are such that the total can be zero. What was merely lost in the breaking (a volume
/// whose key was misspelt) is no such reason.
struct FuzzJudge {
    /// Notes that tell of something that costs nothing, or that was not read.
    private static let reasons: Set<String> = [
        "VOLUME_UNPRICED", "PERIOD_WITHOUT_TARIFF", "DIMENSION_IGNORED", "EMPTY_LIST",
        "FLAT_DIMENSION_IGNORED", "TIME_NOT_MEASURED", "VOLUME_MISSING",
    ]

    /// Nil when the answer is as it should be.
    static func complaint(_ answer: Substring, _ line: Int, _ broken: LineMutator.Broken) -> String?
    {
        guard let parsed = try? JSONSerialization.jsonObject(with: Data(answer.utf8)),
            let members = parsed as? [String: Any]
        else { return "the answer is no JSON object" }
        if let refusal = members["unpriceable"] as? [String: Any] {
            let isWhole =
                (refusal["code"] as? String)?.isEmpty == false && refusal["pointer"] is String
                && (refusal["text"] as? String)?.isEmpty == false
            guard isWhole else { return "a refusal without code, pointer and text" }
            return members["line"] as? Int == line ? nil : "a refusal of another line"
        }
        let fields = [
            "total_cost", "total_fixed_cost", "total_energy_cost", "total_time_cost",
            "total_parking_cost", "total_reservation_cost",
        ]
        guard members["currency"] is String, let exact = members["exact"] as? [String: Any],
            let notes = members["notes"] as? [[String: Any]], members["working"] is [Any],
            fields.allSatisfy({ members[$0] is [String: Any] && exact[$0] is [String: Any] })
        else { return "a price without its fields" }
        guard let total = exact["total_cost"] as? [String: Any],
            let net = total["before_tax"], let gross = total["after_tax"]
        else { return "a total without its sides" }
        guard isZero(net), isZero(gross) else { return nil }
        let codes = Set(notes.compactMap { $0["code"] as? String })
        guard codes.isDisjoint(with: reasons) else { return nil }
        guard let tree = broken.tree, !mayBeZero(tree) else { return nil }
        return "zero without a reason; notes: \(codes.sorted())"
    }

    private static func isZero(_ side: Any) -> Bool { side as? String == "0" || side is NSNull }

    /// From the line alone: nothing was used, or something is free, negative or limited.
    private static func mayBeZero(_ tree: JSONTree) -> Bool {
        let cdr = tree["cdr"] ?? tree
        var volumes: [String] = []
        cdr.visit { _, node in
            guard let number = node["volume"]?.number, node["type"]?.isMeasure == false else {
                return
            }
            volumes.append(number)
        }
        if !volumes.isEmpty, volumes.allSatisfy(isNought) { return true }
        if volumes.contains(where: { $0.hasPrefix("-") }) { return true }
        var (isFree, hasLimit) = (false, false)
        tree.visit { key, node in
            if key == "price", node.number.map({ isNought($0) || $0.hasPrefix("-") }) ?? true {
                isFree = true
            }
            if key == "max_price" { hasLimit = true }
        }
        return isFree || hasLimit
    }

    /// `0`, `-0.00`, `0e9`: no digit but zero before the exponent.
    private static func isNought(_ number: String) -> Bool {
        !number.prefix { $0 != "e" && $0 != "E" }.contains { ("1"..."9").contains($0) }
    }
}

extension JSONTree {
    /// Power and current restrict; they are not charged for.
    fileprivate var isMeasure: Bool {
        ["MIN_CURRENT", "MAX_CURRENT", "MIN_POWER", "MAX_POWER"].contains { self == .string($0) }
    }
}
