import Roaming

extension RowBytes {
    /// Longest key that is stored whole. A longer id (no partner sends one) is cut, so that it can
    /// never break the index; its object keeps every byte.
    static let keyLengthMax = 1024

    /// A key column: CiString, compared without regard to ASCII case, so stored folded.
    mutating func key(_ value: String) {
        folded(value.utf8.count <= Self.keyLengthMax ? value : cut(value))
    }

    /// The id as it came, NULL where its comparable form is the same.
    mutating func asReceived(_ value: String) {
        let differs = value.utf8.contains { $0 >= 97 && $0 <= 122 }
        text(differs ? value : nil)
    }

    /// A CiString in upper case.
    mutating func folded(_ value: String?) {
        guard let value else { return null() }
        let start = bytes.count
        text(value)
        for at in (start + 4)..<bytes.count where bytes[at] >= 97 && bytes[at] <= 122 {
            bytes[at] -= 32
        }
    }

    /// An EVSE id or contract id without separators (`Identifier.compact`).
    mutating func compact(_ value: String?) {
        guard let value else { return null() }
        let start = bytes.count
        bigEndian(Int32(0))
        for byte in value.utf8 {
            switch byte {
            case 48...57, 65...90: bytes.append(byte)
            case 97...122: bytes.append(byte - 32)
            default: continue
            }
        }
        setLength(at: start)
    }

    mutating func party(_ value: PartyID?) { text(value?.description) }

    private func cut(_ value: String) -> String {
        var kept = ""
        for character in value.unicodeScalars {
            guard kept.utf8.count + 4 <= Self.keyLengthMax else { break }
            kept.unicodeScalars.append(character)
        }
        return kept
    }
}
