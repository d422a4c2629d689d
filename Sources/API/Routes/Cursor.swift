/// Where a page ended: the run or book it was taken from, and the key of its last row. Rows that are added
/// meanwhile shift nothing; a run that was replaced is told from the one that stands.
struct Cursor: Sendable, Hashable {
    /// 0 for a list of the whole database.
    let basis: Int64
    let key: [String]

    private static let separator = "\u{1F}"

    var text: String {
        Base64URL.encode(([String(basis)] + key).joined(separator: Self.separator).utf8)
    }

    init(basis: Int64?, key: [String]) {
        self.basis = basis ?? 0
        self.key = key
    }

    /// Nil for what this program never wrote.
    init?(_ text: String, parts: Int) {
        guard let bytes = Base64URL.decode(text), !bytes.contains(0),
            let plain = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let pieces = plain.split(
            separator: Character(Self.separator), omittingEmptySubsequences: false
        ).map(String.init)
        guard pieces.count == parts + 1, let basis = Int64(pieces[0]), basis >= 0 else {
            return nil
        }
        self.init(basis: basis, key: Array(pieces.dropFirst()))
        guard self.text == text else { return nil }
    }
}
