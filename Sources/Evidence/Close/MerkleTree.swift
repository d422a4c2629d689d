package import Hashing

/// The Merkle tree of RFC 6962 (Certificate Transparency, §2.1), built leaf by leaf in memory that
/// grows with the logarithm of their number. Leaf and node hashes begin with different bytes, so no
/// node passes for a leaf.
package struct MerkleTree: Sendable {
    /// Roots of the complete subtrees so far, the largest first, with the height of each.
    private var peaks: [(height: Int, digest: Digest)] = []
    package private(set) var leaves = 0

    package init() {}

    package mutating func add(_ leaf: Digest) {
        leaves += 1
        var fresh = (height: 0, digest: leaf)
        while let last = peaks.last, last.height == fresh.height {
            peaks.removeLast()
            fresh = (last.height + 1, Self.node(last.digest, fresh.digest))
        }
        peaks.append(fresh)
    }

    /// SHA-256 of nothing for a tree without leaves.
    package var root: Digest {
        guard var root = peaks.last?.digest else { return digest(of: []) }
        for peak in peaks.dropLast().reversed() { root = Self.node(peak.digest, root) }
        return root
    }

    package static func leaf(_ text: some Collection<UInt8>) -> Digest { digest(of: [0] + text) }

    static func node(_ left: Digest, _ right: Digest) -> Digest {
        digest(of: [1] + left.bytes + right.bytes)
    }
}
