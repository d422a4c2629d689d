import Amounts
import Evidence
import Foundation
import Hashing
import Roaming

/// Whether an annex is what was signed, adds up, and is about its record. The same checks as
/// `check_annex.py`.
struct AnnexCheck {
    let annex: [UInt8]
    private(set) var problems: [String] = []
    private var members: [String: Any] = [:]

    init(_ annex: [UInt8]) {
        self.annex = annex
        guard
            let members = try? JSONSerialization.jsonObject(with: Data(annex)) as? [String: Any]
        else {
            problems.append("the annex is no JSON object")
            return
        }
        self.members = members
        if OrderedJSON(members)?.canonicalBytes != annex {
            problems.append("the annex is not canonical JSON")
        }
        checkSums()
    }

    private var charges: [[String: Any]] { members["cdrs"] as? [[String: Any]] ?? [] }

    private mutating func checkSums() {
        let total = members["total"] as? [String: Any]
        for field in ["before_tax", "after_tax"] {
            var sum: ExactDecimal? = .zero
            for charge in charges {
                let amount = (charge[field] as? String).flatMap { ExactDecimal($0) }
                sum = amount.flatMap { amount in sum.flatMap { try? $0 + amount } }
            }
            let stated = (total?[field] as? String).flatMap { ExactDecimal($0) }
            guard let sum, let stated, sum == stated else {
                problems.append("\(field): the CDRs do not come to the total")
                continue
            }
        }
    }

    mutating func check(record: InvoiceRecord) {
        let stated: [(name: String, value: String)] = [
            ("country_code", record.owner.country), ("party_id", record.owner.party),
            ("id", record.id), ("invoice_id", record.invoiceID),
            ("last_updated", record.lastUpdated.description),
        ]
        for (name, value) in stated where members[name] as? String != value {
            problems.append("\(name) is another in the record")
        }
        if Set(charges.compactMap { $0["id"] as? String }) != Set(record.cdrs) {
            problems.append("the record names other CDRs")
        }
    }

    mutating func check(signature: [UInt8], of key: borrowing VerifyingKey) {
        if !key.accepts(signature, over: annex) {
            problems.append("the signature is not the key's over this annex")
        }
    }
}

extension OrderedJSON {
    /// Nil for a value that an annex does not hold: its numbers are strings.
    fileprivate init?(_ value: Any) {
        switch value {
        case let text as String: self = .string(text)
        case is NSNull: self = .null
        case let list as [Any]:
            var items: [OrderedJSON] = []
            for item in list {
                guard let item = OrderedJSON(item) else { return nil }
                items.append(item)
            }
            self = .array(items)
        case let map as [String: Any]:
            var members: [(name: String, value: OrderedJSON)] = []
            for (name, value) in map {
                guard let value = OrderedJSON(value) else { return nil }
                members.append((name, value))
            }
            self = .object(members)
        default: return nil
        }
    }
}
