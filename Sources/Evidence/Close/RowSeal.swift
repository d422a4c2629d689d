package import Hashing

/// The digests of one row's columns, by which a later reader tells which of them was changed.
package struct RowSeal: Sendable, Hashable {
    /// SHA-256 of each column's text, in the columns' order, back to back. NULL has the digest of
    /// `\N`, a text that is escaped wherever it is one.
    package let bytes: [UInt8]

    package init(_ cells: some Sequence<String?>) {
        bytes = cells.flatMap { digest(of: CanonicalText([$0]).bytes).bytes }
    }

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Positions at which two seals of the same columns differ; all when they have not as many.
    package func differences(from other: RowSeal) -> [Int] {
        let count = max(bytes.count, other.bytes.count) / 32
        guard bytes.count == other.bytes.count else { return Array(0..<count) }
        return (0..<count).filter { index in
            bytes[index * 32..<index * 32 + 32] != other.bytes[index * 32..<index * 32 + 32]
        }
    }

    /// SHA-256 over the hash of the one before and this seal: a chain of rows.
    package func chained(to previous: Digest) -> Digest { digest(of: previous.bytes + bytes) }
}
