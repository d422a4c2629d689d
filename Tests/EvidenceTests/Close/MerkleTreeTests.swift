import Hashing
import Testing

@testable import Evidence

@Suite struct MerkleTreeTests {
    /// RFC 6962 §2.1 as it is written: split at the largest power of two below the count.
    private func definition(_ leaves: ArraySlice<Digest>) -> Digest {
        guard leaves.count > 1 else { return leaves.first ?? digest(of: []) }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return digest(
            of: [1] + definition(leaves[..<middle]).bytes + definition(leaves[middle...]).bytes)
    }

    @Test(arguments: Array(0...70) + [127, 128, 129, 1000])
    func `the tree that grows equals the definition`(_ count: Int) {
        let leaves = (0..<count).map { MerkleTree.leaf(Array("leaf \($0)".utf8)) }
        var tree = MerkleTree()
        for leaf in leaves { tree.add(leaf) }
        #expect(tree.leaves == count)
        #expect(tree.root == definition(leaves[...]))
    }

    /// The test vectors of RFC 6962's reference implementation (certificate-transparency,
    /// merkle_tree_test.cc): roots of the first 0, 1, 2, 3 and 8 inputs.
    @Test(arguments: [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ])
    func `known roots come out`(_ count: Int, _ root: String) {
        let inputs: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
            [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57], Array(0x60...0x6F),
        ]
        var tree = MerkleTree()
        for input in inputs.prefix(count) { tree.add(MerkleTree.leaf(input)) }
        #expect(tree.root.description == root)
    }

    @Test func `a node does not pass for a leaf`() {
        let (a, b) = (MerkleTree.leaf([1]), MerkleTree.leaf([2]))
        #expect(MerkleTree.node(a, b) != MerkleTree.leaf(a.bytes + b.bytes))
    }
}
