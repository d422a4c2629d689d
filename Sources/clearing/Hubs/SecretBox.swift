import COpenSSL
import Foundation

/// Keeps credentials tokens encrypted at rest: AES-256-GCM (NIST SP 800-38D), a fresh nonce each,
/// bound to what they are for, so that one cannot be put in another's place. The key never reaches
/// the database.
struct SecretBox {
    static let variable = "CLEARING_HUB_KEY"
    private static let nonceBytes = 12
    private static let tagBytes = 16

    private let key: [UInt8]

    /// - Parameter key: 32 bytes.
    init?(key: [UInt8]) {
        guard key.count == 32 else { return nil }
        self.key = key
    }

    /// The key of the environment: 64 hexadecimal digits.
    static func ofEnvironment() throws -> SecretBox {
        guard let text = Home.environment(variable) else {
            throw Failure.unavailable(
                "\(variable) is not set; it holds the key that tokens are stored under: 64 hexadecimal"
                    + " digits, for example from `openssl rand -hex 32`")
        }
        guard let key = bytes(hex: text), let box = SecretBox(key: key) else {
            throw Failure.usage("\(variable) must be 64 hexadecimal digits")
        }
        return box
    }

    /// Nonce, tag and ciphertext, one after the other.
    func seal(_ secret: String, for purpose: String) throws -> [UInt8] {
        let nonce = Self.random(Self.nonceBytes)
        let plain = Array(secret.utf8)
        guard let context = EVP_CIPHER_CTX_new() else { throw Self.failed }
        defer { EVP_CIPHER_CTX_free(context) }
        var (cipher, tag) = ([UInt8](repeating: 0, count: plain.count), Self.emptyTag)
        var (length, associated) = (Int32(0), Array(purpose.utf8))
        guard EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            EVP_EncryptUpdate(context, nil, &length, &associated, Int32(associated.count)) == 1,
            EVP_EncryptUpdate(context, &cipher, &length, plain, Int32(plain.count)) == 1,
            EVP_EncryptFinal_ex(context, &tag, &length) == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, Int32(Self.tagBytes), &tag) == 1
        else { throw Self.failed }
        return nonce + tag + cipher
    }

    /// - Throws: when it was sealed under another key or for something else, or was changed since.
    func open(_ sealed: [UInt8], for purpose: String) throws -> String {
        guard sealed.count > Self.nonceBytes + Self.tagBytes else { throw Self.foreign(purpose) }
        let nonce = Array(sealed.prefix(Self.nonceBytes))
        var tag = Array(sealed.dropFirst(Self.nonceBytes).prefix(Self.tagBytes))
        let cipher = Array(sealed.dropFirst(Self.nonceBytes + Self.tagBytes))
        guard let context = EVP_CIPHER_CTX_new() else { throw Self.failed }
        defer { EVP_CIPHER_CTX_free(context) }
        var plain = [UInt8](repeating: 0, count: cipher.count)
        var (length, associated) = (Int32(0), Array(purpose.utf8))
        var rest = Self.emptyTag
        guard EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            EVP_DecryptUpdate(context, nil, &length, &associated, Int32(associated.count)) == 1,
            EVP_DecryptUpdate(context, &plain, &length, cipher, Int32(cipher.count)) == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, Int32(Self.tagBytes), &tag) == 1,
            EVP_DecryptFinal_ex(context, &rest, &length) == 1
        else { throw Self.foreign(purpose) }
        return String(decoding: plain, as: UTF8.self)
    }

    /// A fresh token for a hub: 32 random bytes as 64 hexadecimal digits, the most OCPI allows.
    static func newToken() -> String { hex(random(32)) }

    private static var emptyTag: [UInt8] { [UInt8](repeating: 0, count: tagBytes) }

    static func random(_ count: Int) -> [UInt8] {
        // Each word is a question to the kernel, so all of its bytes are used.
        var source = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: source.next()) {
                bytes.append(contentsOf: $0.prefix(count - bytes.count))
            }
        }
        return bytes
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }

    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
            guard pair.first?.isHexDigit == true, let byte = UInt8(pair, radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    private static let failed = Failure.bug("OpenSSL refuses AES-256-GCM")

    private static func foreign(_ purpose: String) -> Failure {
        Failure.unavailable(
            "the stored \(purpose) cannot be opened: \(variable) is not the key it was stored under, or"
                + " it was changed; register the hub again")
    }
}
