/// Seeded chance: SplitMix64. Each record draws from a stream of its own (`seed`, what it is for,
/// its number), so that one more draw in one place changes nothing anywhere else.
struct Chance {
    private var state: UInt64

    init(seed: UInt64, _ purpose: Purpose, _ number: Int) {
        let lane = UInt64(purpose.rawValue) &* 0x9FB2_1C65_1E98_DF25
        state = Self.mixed(seed ^ lane) &+ Self.mixed(UInt64(bitPattern: Int64(number)) &+ lane)
    }

    enum Purpose: UInt8 {
        case stay = 1, partners, mishaps, writing, slots, plight, arrival, draw, simulated
    }

    mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// Evenly in the range. The tiny bias of the high multiplication is of no matter here.
    mutating func pick(_ range: ClosedRange<Int>) -> Int {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(bits().multipliedFullWidth(by: width).high)
    }

    /// True in `percent` of a hundred draws.
    mutating func happens(percent: Int) -> Bool { pick(0...99) < percent }

    static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A fixed shuffle of `0 ..< count` that needs no memory: `(factor · n + shift) mod count`.
struct Shuffle {
    private let count: Int
    private let factor: Int
    private let shift: Int

    init(count: Int, chance: inout Chance) {
        self.count = max(count, 1)
        var factor = max(1, count / 4 + chance.pick(0...max(1, count / 2)))
        while Self.commonDivisor(factor, self.count) != 1 { factor += 1 }
        self.factor = factor % self.count
        shift = chance.pick(0...self.count - 1)
    }

    /// - Precondition: `0 <= number`; numbers from `count` on start over.
    func place(of number: Int) -> Int { (factor * (number % count) + shift) % count }

    private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
