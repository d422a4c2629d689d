import COpenSSL
import Hashing
package import Roaming
package import Store

/// Secrets of clients: made once, shown once, kept as scrypt hashes (RFC 7914).
package enum Secrets {
    /// N = 2^15, r = 8, p = 1: 32 MB and some 60 ms a guess.
    package static let cost = 15

    /// - Parameters:
    ///   - random: 32 bytes for the secret and 16 for the salt.
    /// - Returns: what the client gets to know, and what is kept.
    package static func make(
        ordinal: Int, now: Instant, random: (Int) -> [UInt8]
    ) throws(AccessError) -> (secret: String, stored: StoredClient.Secret) {
        let secret = Base64URL.encode(random(32))
        let salt = random(16)
        let hash = try hash(secret, salt: salt, cost: cost)
        return (
            secret,
            StoredClient.Secret(ordinal: ordinal, salt: salt, cost: cost, hash: hash, addedAt: now)
        )
    }

    /// The key as scripts send it in `X-API-Key`.
    package static func apiKey(client: String, secret: String) -> String { "\(client).\(secret)" }

    static func hash(
        _ secret: String, salt: [UInt8], cost: Int
    ) throws(AccessError) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        let text = Array(secret.utf8).map { CChar(bitPattern: $0) }
        let done = EVP_PBE_scrypt(
            text, text.count, salt, salt.count, UInt64(1) << UInt64(cost), 8, 1, 64 << 20 + 1 << 20,
            &out, out.count)
        guard done == 1 else { throw AccessError.hashing }
        return out
    }

    static func matches(_ secret: String, _ stored: StoredClient.Secret) -> Bool {
        guard let hash = try? hash(secret, salt: stored.salt, cost: stored.cost) else {
            return false
        }
        return isSame(hash, stored.hash)
    }

    /// Takes as long for the first byte that differs as for the last.
    static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && zip(a, b).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }
}

/// Why clients and their secrets could not be dealt with.
package enum AccessError: Error, Sendable, Hashable {
    /// OpenSSL refuses scrypt.
    case hashing
    /// A stored key is none.
    case key(String)
}
