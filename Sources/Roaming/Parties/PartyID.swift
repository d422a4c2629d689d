/// A party of the roaming network: ISO 3166-1 alpha-2 country and a three-character party id
/// (OCPI 2.2.1 `country_code` + `party_id`; both CiString, so folded to upper case here).
/// Written `IN-MGM`.
package struct PartyID: Sendable, Hashable, Comparable, CustomStringConvertible {
    private let packed: UInt64

    package init?(country: some StringProtocol, party: some StringProtocol) {
        guard country.utf8.count == 2, party.utf8.count == 3 else { return nil }
        var packed: UInt64 = 0
        for byte in country.utf8 {
            guard let letter = foldedAlphanumeric(byte), letter >= 65 else { return nil }
            packed = packed << 8 | UInt64(letter)
        }
        for byte in party.utf8 {
            guard let letter = foldedAlphanumeric(byte) else { return nil }
            packed = packed << 8 | UInt64(letter)
        }
        self.packed = packed
    }

    /// Reads `IN-MGM` or `IN*MGM`.
    package init?(_ text: some StringProtocol) {
        var packed: UInt64 = 0
        var place = 0
        for byte in text.utf8 {
            if place == 2 {
                guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*") else { return nil }
            } else {
                guard let letter = foldedAlphanumeric(byte), place > 2 || letter >= 65 else {
                    return nil
                }
                packed = packed << 8 | UInt64(letter)
            }
            place += 1
        }
        guard place == 6 else { return nil }
        self.packed = packed
    }

    package var country: String { text(bytes: [4, 3]) }
    package var party: String { text(bytes: [2, 1, 0]) }
    package var description: String { "\(country)-\(party)" }

    package static func < (a: PartyID, b: PartyID) -> Bool { a.packed < b.packed }

    private func text(bytes: [UInt64]) -> String {
        String(decoding: bytes.map { UInt8(packed >> ($0 * 8) & 255) }, as: UTF8.self)
    }
}

/// The upper-case form of an ASCII letter or digit, nil for any other byte.
func foldedAlphanumeric(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57, 65...90: byte
    case 97...122: byte - 32
    default: nil
    }
}
