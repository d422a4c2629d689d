/// Breaks one line of a pricing batch in ways that hubs do, and in ways that nobody would think of.
/// The same seed breaks it the same way.
struct LineMutator {
    private var random: Dice

    init(seed: UInt64) { random = Dice(state: seed) }

    /// The broken tree, where it is still one, and the broken text.
    struct Broken {
        let tree: JSONTree?
        let bytes: [UInt8]
    }

    /// One to three mutations of the structure; one time in eight the bytes are hurt as well.
    mutating func breakUp(_ line: JSONTree) -> Broken {
        var tree = line
        for _ in 0...random.below(3) { tree = mutate(tree) }
        var bytes = Array(tree.text.utf8)
        guard random.below(8) == 0 else { return Broken(tree: tree, bytes: bytes) }
        hurt(&bytes)
        return Broken(tree: nil, bytes: bytes)
    }

    mutating func pick<T>(_ choices: [T]) -> T { choices[random.below(choices.count)] }

    private mutating func mutate(_ tree: JSONTree) -> JSONTree {
        let place = random.below(tree.count)
        switch random.below(11) {
        case 0: return tree.replacing(place) { _ in nil }
        case 1:
            let other = pick(Self.others)
            return tree.replacing(place) { _ in other }
        case 2, 3: return changingKey(of: tree)
        case 4, 5, 6: return changingNumber(of: tree)
        case 7: return changingDate(of: tree)
        case 8: return shufflingArray(of: tree)
        case 9: return tree.replacing(place, nesting())
        default: return changingText(of: tree, place)
        }
    }

    // MARK: what is put in the place of a value

    private static let others: [JSONTree] = [
        .word("null"), .word("true"), .word("0"), .word("-1"), .word("1e3"), .string(""),
        .string("null"), .string("NaN"), .array([]), .object([]), .word("nan"), .word("1,5"),
        .array([.word("null")]), .word("01"), .word("+1"), .word(".5"), .word("5."), .string("1"),
    ]

    private static let numbers = [
        "0", "-0", "0.0", "1e400", "1e-400", "-1e400", "1e38", "1e-38", "1E+5", "1e-5", "9e9",
        "340282366920938463463374607431768211456", "-170141183460469231731687303715884105728",
        "99999999999999999999999999999999999999999999", "9223372036854775808", "2147483648",
        "0.00000000000000000000000000000000000000001", "0.1234567890123456789012345678901234567",
        "1000000", "0.001", "1e0", "1.0", "12345678901234567890.123456789", "-0.5", "1e18",
        "86400", "3600000", "0e999999999", "1e999999999",
    ]

    private static let dates = [
        "1970-01-01T00:00:00Z", "1970-1-1T00:00:00Z", "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-13-01T00:00:00Z",
        "2024-01-15T24:00:00Z", "2024-01-15T10:00:60Z", "2024-01-15T10:00:00",
        "2024-01-15T10:00:00+05:30", "2024-01-15T10:00:00.123456789Z", "2024-01-15", "",
        "2024-01-15T10:00:00+99:99", "2024-03-31T01:00:00Z", "292277026596-12-04T15:30:08Z",
        "2024-01-15t10:00:00z", "20240115T100000Z", "2024-01-15 10:00:00Z", "1705312800",
    ]

    private static let texts = [
        "\u{1F697}", "\\u0000", "\\ud800", "\\ud83d\\ude97", "\u{202E}abc", "a\u{0301}", "\\n",
        "\\u000a", "N/A", "energy", "Energy", "ENERGY ", "РARKING_TIME", "24:00", "00:00",
        "23:59", "7:00", "07:00:00", "25:00", "EUR", "eur", "€", "XXX", "Europe/Amsterdam",
        "T1", "t1", "MONDAY", "monday", "RESERVATION_EXPIRES", "YES", "2.2.1",
        String(repeating: "x", count: 300),
    ]

    private mutating func nesting() -> (JSONTree) -> JSONTree? {
        let depth = pick([1, 2, 31, 64, 127, 128, 500, 4000])
        let isArray = random.below(2) == 0
        return { inner in
            let text =
                isArray
                ? String(repeating: "[", count: depth) + inner.text
                    + String(repeating: "]", count: depth)
                : String(repeating: "{\"a\":", count: depth) + inner.text
                    + String(repeating: "}", count: depth)
            return .word(text)
        }
    }

    /// Drops, renames or repeats a key of some object.
    private mutating func changingKey(of tree: JSONTree) -> JSONTree {
        let places = tree.places { node in
            if case .object(let members) = node { !members.isEmpty } else { false }
        }
        guard !places.isEmpty else { return tree }
        let (kind, pick, odd) = (random.below(6), random.next(), random.below(20))
        return tree.replacing(places[random.below(places.count)]) { node in
            guard case .object(var members) = node else { return node }
            let index = Int(pick % UInt64(members.count))
            let key = members[index].key
            switch kind {
            case 0: members.remove(at: index)
            case 1: members.append(members[index])
            case 2: members[index].key = key.replacing("_", with: "")
            case 3: members[index].key = odd < 10 ? key.uppercased() : key + "s"
            case 4: members[index].key = String(key.dropLast())
            default: members[index].key = ["", "\u{1F697}", "x", "type", "volume"][odd % 5]
            }
            return .object(members)
        }
    }

    private mutating func changingNumber(of tree: JSONTree) -> JSONTree {
        let places = tree.places { $0.number != nil && !$0.isDate }
        guard !places.isEmpty else { return tree }
        let (kind, other) = (random.below(6), pick(Self.numbers))
        return tree.replacing(places[random.below(places.count)]) { node in
            guard let number = node.number else { return node }
            switch kind {
            case 0: return .word(number.hasPrefix("-") ? String(number.dropFirst()) : "-" + number)
            case 1: return .word(number + "e\(other.count - 5)")
            case 2: return .word(number + (number.contains(".") ? "000001" : ".000001"))
            case 3: return .string(number)
            default: return .word(other)
            }
        }
    }

    private mutating func changingDate(of tree: JSONTree) -> JSONTree {
        let places = tree.places(where: \.isDate)
        guard !places.isEmpty else { return tree }
        let other = pick(Self.dates)
        return tree.replacing(places[random.below(places.count)]) { _ in .string(other) }
    }

    private mutating func shufflingArray(of tree: JSONTree) -> JSONTree {
        let places = tree.places { node in
            if case .array(let items) = node { !items.isEmpty } else { false }
        }
        guard !places.isEmpty else { return tree }
        let kind = random.below(4)
        return tree.replacing(places[random.below(places.count)]) { node in
            guard case .array(var items) = node, let first = items.first else { return node }
            switch kind {
            case 0: items.reverse()
            case 1: items.append(first)
            case 2: items = Array(repeating: first, count: 40)
            default: items.removeFirst()
            }
            return .array(items)
        }
    }

    private mutating func changingText(of tree: JSONTree, _ place: Int) -> JSONTree {
        let places = tree.places { if case .string = $0 { true } else { false } }
        let other = pick(Self.texts)
        guard !places.isEmpty else { return tree.replacing(place) { _ in .string(other) } }
        let isAdded = random.below(4) == 0
        return tree.replacing(places[random.below(places.count)]) { node in
            guard isAdded, case .string(let old) = node else { return .string(other) }
            return .string(old + other)
        }
    }

    /// Cut off, flipped, thrown in. Never a line feed: that would make two lines of one.
    private mutating func hurt(_ bytes: inout [UInt8]) {
        switch random.below(3) {
        case 0: bytes.removeLast(random.below(bytes.count))
        case 1:
            for _ in 0...random.below(4) {
                let place = random.below(bytes.count)
                bytes[place] ^= 1 << UInt8(random.below(8))
            }
        default:
            for _ in 0...random.below(4) {
                bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count))
            }
        }
        for index in bytes.indices where bytes[index] == 10 || bytes[index] == 13 {
            bytes[index] = 32
        }
    }
}

extension JSONTree {
    var isDate: Bool {
        guard case .string(let text) = self else { return false }
        return text.count >= 10 && text.contains("-") && text.first?.isNumber == true
    }

    func places(where isWanted: (JSONTree) -> Bool) -> [Int] {
        var places: [Int] = []
        var place = 0
        visit { _, node in
            if isWanted(node) { places.append(place) }
            place += 1
        }
        return places
    }
}

/// SplitMix64.
private struct Dice {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}
