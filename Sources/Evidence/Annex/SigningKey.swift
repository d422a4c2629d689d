import COpenSSL
package import Hashing

/// OpenSSL's form of a key, freed with its owner.
struct OwnedKey: ~Copyable {
    let pointer: OpaquePointer
    let algorithm: SignatureAlgorithm

    /// Nil for no key, or one of an algorithm that annexes are not signed with.
    init?(_ read: OpaquePointer?) {
        guard let read else { return nil }
        guard let algorithm = SignatureAlgorithm(of: read) else {
            EVP_PKEY_free(read)
            return nil
        }
        pointer = read
        self.algorithm = algorithm
    }

    deinit { EVP_PKEY_free(pointer) }
}

/// A private key with which annexes are signed: Ed25519 (the same signature for the same bytes), or
/// ECDSA on P-256 with SHA-256 (another one every time). Owns C memory, so it is not copyable.
package struct SigningKey: ~Copyable {
    private let key: OwnedKey
    package var algorithm: SignatureAlgorithm { key.algorithm }

    /// Nil for what is no such key: PEM, PKCS #8 or SEC 1, without a passphrase.
    package init?(pem: [UInt8]) {
        let read = PEM.read(pem) { PEM_read_bio_PrivateKey($0, nil, PEM.noPassphrase, nil) }
        guard let key = OwnedKey(read) else { return nil }
        self.key = key
    }

    /// Nil only when the library fails.
    package func sign(_ bytes: [UInt8]) -> [UInt8]? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        var length = 0
        guard EVP_DigestSignInit(context, nil, algorithm.hash, nil, key.pointer) == 1,
            EVP_DigestSign(context, nil, &length, bytes, bytes.count) == 1
        else { return nil }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, bytes, bytes.count) == 1 else {
            return nil
        }
        return Array(signature.prefix(length))
    }

    /// PEM, for whoever is to check.
    package var publicKey: [UInt8]? {
        PEM.write { PEM_write_bio_PUBKEY($0, key.pointer) }
    }
}

/// A public key in PEM.
package struct VerifyingKey: ~Copyable {
    private let key: OwnedKey
    package var algorithm: SignatureAlgorithm { key.algorithm }

    package init?(pem: [UInt8]) {
        let read = PEM.read(pem) { PEM_read_bio_PUBKEY($0, nil, PEM.noPassphrase, nil) }
        guard let key = OwnedKey(read) else { return nil }
        self.key = key
    }

    /// Whether the signature is the key's over exactly these bytes.
    package func accepts(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit(context, nil, algorithm.hash, nil, key.pointer) == 1 else {
            return false
        }
        return EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
    }

    /// SHA-256 of the key's SubjectPublicKeyInfo (DER): what two people compare by telephone.
    package var fingerprint: Digest? {
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = i2d_PUBKEY(key.pointer, &bytes)
        guard length > 0, let bytes else { return nil }
        defer { CRYPTO_free(bytes, nil, 0) }
        return digest(of: UnsafeBufferPointer(start: bytes, count: Int(length)))
    }
}

package enum SignatureAlgorithm: String, Sendable, Hashable, CaseIterable {
    case ed25519 = "Ed25519"
    case p256 = "ECDSA-P256-SHA256"

    fileprivate init?(of key: OpaquePointer) {
        switch EVP_PKEY_get_id(key) {
        case NID_ED25519: self = .ed25519
        case NID_X9_62_id_ecPublicKey where Self.isP256(key): self = .p256
        default: return nil
        }
    }

    private static func isP256(_ key: OpaquePointer) -> Bool {
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else { return false }
        let text = String(
            decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text == "prime256v1" || text == "P-256"
    }

    /// Ed25519 hashes for itself.
    fileprivate var hash: OpaquePointer? { self == .p256 ? EVP_sha256() : nil }
}

private enum PEM {
    /// Never asks for a passphrase: nobody sits at a cron job.
    static let noPassphrase:
        @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) ->
            Int32 = { _, _, _, _ in 0 }

    static func read(_ bytes: [UInt8], _ body: (OpaquePointer) -> OpaquePointer?) -> OpaquePointer?
    {
        bytes.withUnsafeBytes { buffer in
            guard let bio = BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count))
            else {
                return nil
            }
            defer { BIO_free(bio) }
            return body(bio)
        }
    }

    static func write(_ body: (OpaquePointer) -> Int32) -> [UInt8]? {
        guard let bio = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(bio) }
        guard body(bio) == 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = BIO_read(bio, &bytes, Int32(bytes.count))
        return count > 0 ? Array(bytes.prefix(Int(count))) : nil
    }
}
