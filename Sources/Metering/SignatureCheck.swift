import COpenSSL

/// What is to be said about a signed meter record.
package enum OCMFVerdict: String, Sendable, Hashable, CaseIterable {
    case valid = "VALID"
    /// The signature is not the key's over these bytes.
    case invalid = "INVALID"
    /// Nothing was checked: an algorithm that OCMF does not know. Not the same as a bad signature.
    case unsupportedCurve = "UNSUPPORTED_CURVE"
    case noKey = "NO_KEY"
    /// No record, no signature or no key that can be read.
    case unreadable = "UNREADABLE"
}

/// The curves of OCMF 1.4 (table 22); the hash is SHA-256 with every one of them.
enum OCMFCurve: String, CaseIterable {
    case secp192k1, secp256k1, secp192r1, secp256r1, brainpool256r1, secp384r1, brainpool384r1

    /// `ECDSA-secp256r1-SHA256`; some write `brainpoolP256r1`.
    init?(algorithm: String) {
        let parts = algorithm.split(separator: "-")
        guard parts.count == 3, parts[0] == "ECDSA", parts[2] == "SHA256" else { return nil }
        self.init(rawValue: String(parts[1].replacing("brainpoolP", with: "brainpool")))
    }

    /// Bytes of a coordinate.
    var size: Int {
        switch self {
        case .secp192k1, .secp192r1: 24
        case .secp256k1, .secp256r1, .brainpool256r1: 32
        case .secp384r1, .brainpool384r1: 48
        }
    }

    /// The curve's object identifier, DER (SEC 2; RFC 5639).
    var identifier: [UInt8] {
        switch self {
        case .secp192k1: [6, 5, 0x2B, 0x81, 4, 0, 31]
        case .secp256k1: [6, 5, 0x2B, 0x81, 4, 0, 10]
        case .secp384r1: [6, 5, 0x2B, 0x81, 4, 0, 34]
        case .secp192r1: [6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 1]
        case .secp256r1: [6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7]
        case .brainpool256r1: [6, 9, 0x2B, 0x24, 3, 3, 2, 8, 1, 1, 7]
        case .brainpool384r1: [6, 9, 0x2B, 0x24, 3, 3, 2, 8, 1, 1, 11]
        }
    }
}

extension OCMFRecord {
    /// - Parameter key: the meter's public key as it came, DER or its bare point in hex or base64;
    ///   nil when there is none.
    package func verdict(key: String?) -> OCMFVerdict {
        guard let curve = OCMFCurve(algorithm: algorithm) else { return .unsupportedCurve }
        guard let key, !key.isEmpty else { return .noKey }
        guard let point = PublicPoint(key, on: curve),
            let signature = ECDSASignature(signature, on: curve)
        else { return .unreadable }
        switch point {
        case .otherCurve: return .invalid
        case .der(let der):
            return verify(payload, signature.der, der)
        }
    }

    private func verify(
        _ payload: [UInt8], _ signature: [UInt8], _ key: [UInt8]
    ) -> OCMFVerdict {
        let parsed = key.withUnsafeBufferPointer { bytes in
            var cursor = bytes.baseAddress
            return d2i_PUBKEY(nil, &cursor, bytes.count)
        }
        guard let parsed else { return .unreadable }
        defer { EVP_PKEY_free(parsed) }
        guard let context = EVP_MD_CTX_new() else { return .unreadable }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, parsed) == 1 else {
            return .unsupportedCurve
        }
        let answer = EVP_DigestVerify(
            context, signature, signature.count, payload, payload.count)
        return answer == 1 ? .valid : .invalid
    }
}

/// A public key as SubjectPublicKeyInfo (RFC 5480), on the curve that the record names.
private enum PublicPoint {
    case der([UInt8])
    /// A whole key, but of another curve than the record says.
    case otherCurve

    /// `id-ecPublicKey`
    private static let algorithm: [UInt8] = [6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]

    init?(_ text: String, on curve: OCMFCurve) {
        // OCPP's `oca:base16:asn1:…`, itself in base64, or as it is.
        var text = text.filter { !$0.isWhitespace }
        if let inner = Encodings.base64(text), inner.starts(with: "oca:".utf8) {
            text = String(decoding: inner, as: UTF8.self)
        }
        if text.hasPrefix("oca:") { text = text.split(separator: ":").last.map(String.init) ?? "" }
        guard let bytes = Encodings.hex(text) ?? Encodings.base64(text) else { return nil }
        let size = curve.size
        switch (bytes.count, bytes[0]) {
        case (2 * size, _): self = .der(Self.info([4] + bytes, curve))
        case (2 * size + 1, 4): self = .der(Self.info(bytes, curve))
        case (_, 0x30):
            let named = OCMFCurve.allCases.first { other in
                let head = Self.algorithm + other.identifier
                return bytes.count > head.count + 8
                    && (2...6).contains { bytes.dropFirst($0).starts(with: head) }
            }
            guard let named else { return nil }
            self = named == curve ? .der(bytes) : .otherCurve
        default: return nil
        }
    }

    private static func info(_ point: [UInt8], _ curve: OCMFCurve) -> [UInt8] {
        DER.sequence(
            DER.sequence(algorithm + curve.identifier) + DER.wrapped(3, [0] + point))
    }
}

/// (r, s) as ECDSA-Sig-Value (RFC 3279), from DER or from bare `r ‖ s`.
private struct ECDSASignature {
    let der: [UInt8]

    /// DER whose integers lack the zero before a high bit, as some meters write it, is mended.
    init?(_ bytes: [UInt8], on curve: OCMFCurve) {
        if bytes.count == 2 * curve.size, bytes.first != 0x30 || bytes[1] != bytes.count - 2 {
            let parts = [bytes.prefix(curve.size), bytes.suffix(curve.size)]
            der = DER.sequence(parts.flatMap { DER.integer(Array($0)) })
            return
        }
        var at = 0
        guard DER.length(of: 0x30, bytes, &at) != nil,
            let r = DER.length(of: 2, bytes, &at), at + r <= bytes.count
        else { return nil }
        let first = Array(bytes[at..<at + r])
        at += r
        guard let s = DER.length(of: 2, bytes, &at), at + s == bytes.count else { return nil }
        der = DER.sequence(DER.integer(first) + DER.integer(Array(bytes[at..<at + s])))
    }
}

/// As much of DER (X.690) as keys and signatures need.
private enum DER {
    static func wrapped(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        content.count < 128
            ? [tag, UInt8(content.count)] + content
            : [tag, 0x81, UInt8(truncatingIfNeeded: content.count)] + content
    }

    static func sequence(_ content: [UInt8]) -> [UInt8] { wrapped(0x30, content) }

    /// Not below zero.
    static func integer(_ magnitude: [UInt8]) -> [UInt8] {
        let digits = Array(magnitude.drop { $0 == 0 })
        let isHigh = digits.first.map { $0 >= 128 } ?? true
        return wrapped(2, (isHigh ? [0] : []) + digits)
    }

    /// Length of the content that follows a tag; `at` then stands before the content.
    static func length(of tag: UInt8, _ bytes: [UInt8], _ at: inout Int) -> Int? {
        guard at + 2 <= bytes.count, bytes[at] == tag else { return nil }
        var length = Int(bytes[at + 1])
        at += 2
        if length == 0x81 {
            guard at < bytes.count else { return nil }
            length = Int(bytes[at])
            at += 1
        }
        return length
    }
}
