/// Powers of ten.
enum Tens {
    private static let table: [Int128] = (0...38).map { exponent in
        (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 }
    }

    /// - Precondition: `exponent` is in 0 ... 38.
    static func value(_ exponent: Int) -> Int128 {
        exponent < 7 ? Int128(short(exponent)) : table[exponent]
    }

    /// The few that nearly every volume needs, without touching memory.
    /// - Precondition: `exponent` is in 0 ... 18.
    @inline(__always)
    static func short(_ exponent: Int) -> Int64 {
        switch exponent {
        case 0: 1
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        default: Int64(table[exponent])
        }
    }
}
