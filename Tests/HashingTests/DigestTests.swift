import Hashing
import Testing

struct DigestTests {
    @Test func `digests are SHA-256`() {
        // sha256sum of nothing, and of “abc” (FIPS 180-2, B.1).
        #expect(
            digest(of: []).description
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            digest(of: Array("abc".utf8)).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `a digest survives as bytes`() {
        #expect(Digest(bytes: digest(of: [1]).bytes) == digest(of: [1]))
        #expect(Digest(bytes: digest(of: [1]).bytes.dropLast()) == nil)
    }

    @Test func `pieces make the digest of the whole`() {
        var digester = Digester()
        for piece in [[UInt8]("a".utf8), [UInt8]("bc".utf8)] {
            piece.withUnsafeBytes { digester.update($0) }
        }
        #expect(digester.finish() == digest(of: Array("abc".utf8)))
    }
}
