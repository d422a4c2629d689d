import Intake
package import Roaming

/// The Authorization header: `Token` and the credentials token, which since 2.2.1 goes in Base64
/// (2.2.1 transport_and_format, Authorization header; 2.1.1 sends it as it is).
package enum Authorization {
    package enum Encoding: String, Sendable, Hashable, CaseIterable {
        case base64, plain

        /// What the specification asks for.
        package init(_ version: OCPIVersion) { self = version == .v211 ? .plain : .base64 }
    }

    package static func header(_ token: String, _ encoding: Encoding) -> String {
        switch encoding {
        case .base64: "Token " + Base64.encoded(Array(token.utf8))
        case .plain: "Token " + token
        }
    }

    /// The tokens that a header may mean, most likely first: peers mix up when to encode, so a caller
    /// compares each with what it knows. Empty for another scheme. What is decoded and is no token
    /// (a token that happens to be Base64 itself) is left out; the line feed that the
    /// specification's own example encodes along is taken off.
    package static func candidates(_ header: some StringProtocol) -> [String] {
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "token" else { return [] }
        let sent = String(parts[1])
        guard Credentials.isToken(sent) || sent.utf8.count <= 128 else { return [] }
        var tokens: [String] = []
        if var bytes = Base64.decoded(sent) {
            while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
            let decoded = String(decoding: bytes, as: UTF8.self)
            if Credentials.isToken(decoded) { tokens.append(decoded) }
        }
        if Credentials.isToken(sent) { tokens.append(sent) }
        return tokens
    }

    /// Compares in a time that depends on the lengths alone.
    package static func isSame(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count else { return false }
        var difference: UInt8 = 0
        for index in a.indices { difference |= a[index] ^ b[index] }
        return difference == 0
    }
}
