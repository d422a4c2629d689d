import Amounts
import Roaming

/// Values that come again and again from one document to the next, by their bytes: working them out
/// costs more than comparing a word or two.
struct RecentValues {
    /// The first ten bytes of the last DateTime, and the midnight they stand for in seconds.
    private var date: (head: UInt64, tail: UInt16, midnight: Int64) = (0, 0, 0)
    private var currency: (code: UInt32, value: Currency)?
    /// Direct-mapped by the bytes of country and party.
    private var parties: [(key: UInt64, value: PartyID)?] = Array(repeating: nil, count: 64)

    @inline(__always)
    func midnight(_ head: UInt64, _ tail: UInt16) -> Int64? {
        date.head == head && date.tail == tail ? date.midnight : nil
    }

    mutating func remember(_ head: UInt64, _ tail: UInt16, midnight: Int64) {
        date = (head, tail, midnight)
    }

    mutating func currency(_ text: JSONKey) -> Currency? {
        guard text.count == 3 else { return nil }
        let code = text.word(3)
        if let currency, currency.code == UInt32(truncatingIfNeeded: code) { return currency.value }
        guard let value = Currency(text.text) else { return nil }
        currency = (UInt32(truncatingIfNeeded: code), value)
        return value
    }

    /// Nil when the two are no party.
    mutating func party(_ country: PartyText, _ id: PartyText) -> PartyID? {
        guard country.count == 2, id.count == 3 else { return nil }
        let key = country.bytes << 24 | id.bytes
        let slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 58)
        if let known = parties[slot], known.key == key { return known.value }
        guard let value = PartyID(country: country.text, party: id.text) else { return nil }
        parties[slot] = (key, value)
        return value
    }
}

/// A country_code or party_id as it came, in one word: nearly all are two or three bytes.
struct PartyText {
    let bytes: UInt64
    let count: Int
    /// Only for what is longer than a word.
    private let long: String?

    init(_ text: JSONKey) {
        count = text.count
        bytes = text.word(min(text.count, 8))
        long = text.count > 8 ? text.text : nil
    }

    var text: String {
        if let long { return long }
        return String(
            decoding: (0..<count).map { UInt8(truncatingIfNeeded: bytes >> UInt64($0 * 8)) },
            as: UTF8.self)
    }
}

extension JSONKey {
    /// The first `length` bytes, at most eight, little-endian, zeros above. There are always eight
    /// readable bytes at a key.
    @inline(__always)
    func word(_ length: Int) -> UInt64 {
        let raw = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
        return length >= 8 ? raw : UInt64(littleEndian: raw) & ((1 << UInt64(length * 8)) &- 1)
    }
}
