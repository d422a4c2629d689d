import COpenSSL
import Glibc

/// A SHA-256: the name of what was received, decided or written.
package struct Digest: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Big-endian words: comparing them compares the bytes.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Nil unless there are exactly 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    fileprivate init(raw: UnsafeRawPointer) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - $0 * 8)) }
        }
    }

    /// 64 lower-case hexadecimal digits.
    package var description: String {
        String(unsafeUninitializedCapacity: 64) { out in
            var at = 0
            for word in [words.0, words.1, words.2, words.3] {
                for shift in stride(from: UInt64(60), through: 0, by: -4) {
                    let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
                    out[at] =
                        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
                    at += 1
                }
            }
            return at
        }
    }

    package static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }
    package static func < (a: Digest, b: Digest) -> Bool { a.words < b.words }

    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// Digests one stretch of bytes after another, or one that comes in pieces, with one OpenSSL
/// context. Owns C memory, so it is not copyable.
package struct Digester: ~Copyable {
    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex2(context, Algorithm.sha256.pointer, nil) == 1
        else { preconditionFailure("every OpenSSL has SHA-256") }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds a piece.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        let done = EVP_DigestUpdate(context, base, bytes.count)
        precondition(done == 1, "digesting memory does not fail")
    }

    /// The digest of all pieces since the last one was finished.
    package mutating func finish() -> Digest {
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { out in
            guard let base = out.baseAddress else { preconditionFailure("32 bytes are there") }
            let done =
                EVP_DigestFinal_ex(
                    context, base.assumingMemoryBound(to: UInt8.self), nil) == 1
                && EVP_DigestInit_ex2(context, nil, nil) == 1
            precondition(done, "digesting memory does not fail")
            return Digest(raw: base)
        }
    }

    package mutating func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
        update(bytes)
        return finish()
    }
}

/// @unchecked: OpenSSL's algorithms are never changed. Looked up once, which costs more than a short digest.
private struct Algorithm: @unchecked Sendable {
    static let sha256 = Algorithm()

    let pointer: OpaquePointer

    private init() {
        guard let found = EVP_MD_fetch(nil, "SHA256", nil) else {
            preconditionFailure("every OpenSSL has SHA-256")
        }
        pointer = found
    }
}

/// SHA-256 of a stretch of bytes.
package func digest(of bytes: some Sequence<UInt8>) -> Digest {
    var digester = Digester()
    let array = Array(bytes)
    return array.withUnsafeBytes { digester.digest(of: $0) }
}
