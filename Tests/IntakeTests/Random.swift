/// SplitMix64: the same numbers on every machine.
struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
    mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// One small mistake somewhere: a byte, a stretch, a word, a digit.
    mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return bytes.append(byte()) }
        let at = below(bytes.count)
        let length = min(1 + below(12), bytes.count - at)
        switch below(8) {
        case 0: bytes[at] = byte()
        case 1: bytes.removeSubrange(at..<at + length)
        case 2: bytes.insert(contentsOf: bytes[at..<at + length], at: below(bytes.count))
        case 3: bytes.insert(pick(Array("{}[]:,\"\\-0.eE tfn\n".utf8)), at: at)
        case 4: bytes.removeLast(bytes.count - at)
        case 5: bytes.swapAt(at, below(bytes.count))
        case 6:
            let words = [
                "null", "true", "-1", "1e400", "\"\"", "{}", "[]", "\"\\u0000\"", "\"\\ud800\"",
                "00", "1.", ".5", "\u{FEFF}", "\"é\"",
            ]
            bytes.replaceSubrange(at..<at + length, with: Array(pick(words).utf8))
        default:
            let numbers = bytes.indices.filter { (48...57).contains(bytes[$0]) }
            if let place = numbers.isEmpty ? nil : pick(numbers) {
                bytes[place] = pick(Array("0123456789.eE+-\"".utf8))
            }
        }
    }
}
