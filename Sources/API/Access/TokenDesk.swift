import Hashing
import JWTKit
package import Roaming
import Synchronization

/// What an access token says (RFC 9068).
struct AccessClaims: JWTPayload, Sendable, Hashable {
    let iss: String
    let aud: String
    let sub: String
    let scope: String
    let jti: String
    /// Seconds since 1970.
    let iat: Int64
    let exp: Int64

    /// The claims are held against issuer, audience and clock by `TokenDesk`, which has them.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// A key that signs access tokens: ECDSA on P-256 (ES256, RFC 7518 §3.4).
package struct SigningKey: Sendable {
    package let name: String
    package let addedAt: Instant
    let key: ES256PrivateKey

    /// - Parameter pem: as `newPEM` gave it.
    package init(name: String, pem: String, addedAt: Instant) throws(AccessError) {
        do { key = try ES256PrivateKey(pem: pem) } catch { throw AccessError.key(name) }
        self.name = name
        self.addedAt = addedAt
    }

    package static func newPEM() -> String { ES256PrivateKey().pemRepresentation }
}

/// Issues access tokens and reads them back. Every instance has the same keys; the newest one that all of
/// them must know by now signs, all of them verify.
///
/// A class, because the keys are replaced while requests go on.
package final class TokenDesk: Sendable {
    package static let lifetime: Int64 = 300
    /// An instance looks for new keys more often than this.
    private static let settling: Int64 = 60

    private struct State {
        var keys: [SigningKey] = []
        var collection = JWTKeyCollection()
        /// Tokens whose signature was checked, by their SHA-256; the rest is checked each time.
        var checked: [Digest: AccessClaims] = [:]
    }

    private static let mostChecked = 10_000

    let issuer: String
    let audience: String
    private let state = Mutex(State())

    /// Of a token, in seconds.
    let lifetime: Int64

    package init(issuer: String, audience: String, lifetime: Int64 = TokenDesk.lifetime) {
        self.issuer = issuer
        self.lifetime = lifetime
        self.audience = audience
    }

    /// - Parameter keys: newest first.
    package func load(_ keys: [SigningKey]) async {
        guard state.withLock({ $0.keys.map(\.name) }) != keys.map(\.name) else { return }
        let collection = JWTKeyCollection()
        for key in keys {
            await collection.add(ecdsa: key.key, kid: JWKIdentifier(string: key.name))
        }
        state.withLock { $0 = State(keys: keys, collection: collection) }
    }

    /// - Returns: nil when there is no key to sign by.
    func issue(
        to principal: Principal, scopes: Set<Scope>, id: String, now: Instant
    ) async throws -> String? {
        let (keys, collection) = state.withLock { ($0.keys, $0.collection) }
        let settled = keys.first { $0.addedAt.seconds + Self.settling <= now.seconds }
        guard let key = settled ?? keys.last else { return nil }
        let claims = AccessClaims(
            iss: issuer, aud: audience, sub: principal.client,
            scope: scopes.map(\.rawValue).sorted().joined(separator: " "), jti: id,
            iat: now.seconds, exp: now.seconds + lifetime)
        return try await collection.sign(
            claims, kid: JWKIdentifier(string: key.name), header: ["typ": "at+jwt"])
    }

    /// The claims of a token that we issued, for us, and that has not expired. Nil for anything else.
    func claims(of token: String, now: Instant) async -> AccessClaims? {
        // The header decides nothing but which of our keys it names.
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        guard let claims = await signed(token), claims.iss == issuer, claims.aud == audience,
            claims.exp > now.seconds,
            claims.iat <= now.seconds + Self.settling
        else { return nil }
        return claims
    }

    /// What was signed by one of our keys.
    private func signed(_ token: String) async -> AccessClaims? {
        let name = digest(of: Array(token.utf8))
        let (known, keys, collection) = state.withLock { state in
            (state.checked[name], state.keys.map(\.name), state.collection)
        }
        if let known { return known }
        guard let claims = try? await collection.verify(token, as: AccessClaims.self) else {
            return nil
        }
        state.withLock { state in
            guard state.keys.map(\.name) == keys else { return }
            if state.checked.count >= Self.mostChecked { state.checked = [:] }
            state.checked[name] = claims
        }
        return claims
    }

    /// RFC 7517 §5.
    var keySet: [UInt8] {
        let keys = state.withLock { $0.keys }
        var out = JSONOutput()
        out.object { set in
            set.key("keys")
            set.array { list in
                for key in keys { write(key, to: &list) }
            }
        }
        return out.bytes
    }

    private func write(_ key: SigningKey, to out: inout JSONOutput) {
        guard let point = key.key.parameters, let x = Base64URL.decode(point.x),
            let y = Base64URL.decode(point.y)
        else { return }
        out.object { jwk in
            for (name, value) in [
                ("kty", "EC"), ("use", "sig"), ("alg", "ES256"), ("crv", "P-256"),
                ("kid", key.name), ("x", Base64URL.encode(x)), ("y", Base64URL.encode(y)),
            ] {
                jwk.key(name)
                jwk.string(value)
            }
        }
    }
}
