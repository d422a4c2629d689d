import Amounts
import Hashing
import Roaming

/// Names entries by what the bank said of them, so that one entry has one name in every file that it
/// stands in. Where the bank gives a reference, its texts do not count, because exports spell them
/// differently. Entries that are alike in everything are numbered within their file.
struct EntryNames {
    private var seen: [String: Int] = [:]

    mutating func name(_ entry: BankEntry) -> String {
        let amount = entry.amount.text(decimals: 2)
        var parts = [entry.account, "\(entry.bookedOn)", "\(entry.currency)", amount]
        parts +=
            entry.reference.isEmpty
            ? ["", entry.remittance, entry.partyName ?? "", entry.partyAccount ?? ""]
            : [entry.reference]
        let key = parts.joined(separator: "\u{1F}")
        let count = (seen[key] ?? 0) + 1
        seen[key] = count
        let digest = digest(of: Array("\(key)\u{1F}\(count)".utf8))
        return "B-\(digest.description.prefix(12))"
    }
}
