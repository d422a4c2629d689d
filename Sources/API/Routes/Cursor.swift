/// Where a page ended: the run or book it was taken from, the order, and the key of its last row. Rows that are added
/// meanwhile shift nothing; a run that was replaced is told from the one that stands.
package struct Cursor: Sendable, Hashable {
    /// 0 for a list of the whole database.
    let basis: Int64
    /// As `sort` has it; empty where there is one order only.
    let order: String
    let key: [String]

    private static let separator = "\u{1F}"

    package var text: String {
        Base64URL.encode(([String(basis), order] + key).joined(separator: Self.separator).utf8)
    }

    package init(basis: Int64?, order: String, key: [String]) {
        self.basis = basis ?? 0
        self.order = order
        self.key = key
    }

    /// Nil for what this program never wrote.
    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text), !bytes.contains(0),
            let plain = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let pieces = plain.split(
            separator: Character(Self.separator), omittingEmptySubsequences: false
        ).map(String.init)
        guard pieces.count > 2, let basis = Int64(pieces[0]), basis >= 0 else { return nil }
        self.init(basis: basis, order: pieces[1], key: Array(pieces.dropFirst(2)))
        guard self.text == text else { return nil }
    }
}
