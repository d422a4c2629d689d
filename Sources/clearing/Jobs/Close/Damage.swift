import Store

/// Something that is not as it was closed, and where.
struct Damage: Hashable {
    /// `schema.table`
    let relation: String
    /// `column=value` of the primary key; empty when the whole table is meant.
    let row: String
    /// Nil when the whole row is meant.
    let column: String?
    let words: String

    var text: String {
        let place = row.isEmpty ? relation : "\(relation) (\(row.printable))"
        return "\(place)\(column.map { " \($0)" } ?? ""): \(words.printable)"
    }
}

/// What verifying came to: damages in the order found, a few of each table.
struct DamageList {
    private(set) var damages: [Damage] = []
    private(set) var notes: [String] = []
    /// By table, those listed or not.
    private var counts: [String: Int] = [:]
    /// Listed of one table; the rest is counted.
    static let listedMax = 50

    var isEmpty: Bool { damages.isEmpty }
    /// Listed or not.
    var count: Int { counts.values.reduce(0, +) }

    mutating func add(
        _ relation: String, _ row: String = "", _ column: String? = nil, _ words: String
    ) {
        counts[relation, default: 0] += 1
        guard counts[relation, default: 0] <= Self.listedMax else { return }
        damages.append(Damage(relation: relation, row: row, column: column, words: words))
    }

    mutating func note(_ text: String) { notes.append(text) }

    /// `table: n more` of those that were not listed.
    var unlisted: [(relation: String, more: Int)] {
        counts.filter { $0.value > Self.listedMax }
            .map { ($0.key, $0.value - Self.listedMax) }.sorted { $0.0 < $1.0 }
    }
}
