import Hashing

/// Chance that is decided by what it is for: SHA-256 of a seed and words, so that the same seed and the
/// same request fare the same, in whatever order requests come.
enum Lot {
    static func bits(_ seed: UInt64, _ words: String...) -> UInt64 {
        let text = ([String(seed)] + words).joined(separator: "\u{0}")
        return digest(of: Array(text.utf8)).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// In the shape of a UUID, which OCPI advises for the ids of requests.
    static func identifier(_ words: [String]) -> String {
        let text = digest(of: Array(words.joined(separator: "\u{0}").utf8)).description
        var parts: [Substring] = []
        var rest = text[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }
}
