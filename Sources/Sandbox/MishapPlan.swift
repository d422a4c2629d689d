/// Which mishaps a month has.
package enum MishapChoice: Sendable, Hashable {
    /// As a month in the field, nine of ten stays without any; each kind once at least from 250
    /// sessions on.
    case standard
    /// Every kind and many combinations, as densely as the month has room; for tests.
    case all
    case none
    /// These and no others, on half of the stays.
    case only([Mishap])
}

/// Which stays of one side meet which mishap: a fixed number of each, spread over the month.
struct MishapPlan {
    private let shuffle: Shuffle
    /// Ascending; the mishap holds for ranks below its bound.
    private var bounds: [(below: Int, mishap: Mishap)] = []

    /// - Parameters:
    ///   - count: stays of the side
    ///   - total: stays of the month
    init(side: StaySide, count: Int, total: Int, seed: UInt64, choice: MishapChoice) {
        var chance = Chance(seed: seed, .mishaps, side.rawValue)
        shuffle = Shuffle(count: count, chance: &chance)
        let kinds = Mishap.allCases.filter { $0.share(on: side) > 0 }
        switch choice {
        case .none: break
        case .standard:
            for kind in kinds {
                let isDue = total >= 250 && kind.isDue(on: side, seed: seed)
                append(
                    kind, max(isDue ? 1 : 0, count * kind.share(on: side) / 10_000), of: count)
            }
        case .all:
            // Where there is no room for all, other seeds have other kinds.
            let first = kinds.isEmpty ? 0 : chance.pick(0...kinds.count - 1)
            for kind in kinds[first...] + kinds[..<first] where kind != .combined {
                let times = kind == .skimmed ? Self.skimmed : max(1, count / 150)
                append(kind, side == .own ? max(1, count / 20) : times, of: count)
            }
            if kinds.contains(.combined) { append(.combined, count * 2 / 5, of: count) }
        case .only(let chosen):
            let wanted = kinds.filter(chosen.contains)
            for kind in wanted { append(kind, max(1, count / 2 / wanted.count), of: count) }
        }
    }

    /// So many little overclaims of one partner come to more than its monthly cap.
    private static let skimmed = 12

    private mutating func append(_ kind: Mishap, _ times: Int, of count: Int) {
        let before = bounds.last?.below ?? 0
        bounds.append((min(count, before + times), kind))
    }

    /// The mishap of a stay, and how many of its kind came before it in rank (to vary them).
    func mishap(of number: Int) -> (Mishap, occurrence: Int) {
        let rank = shuffle.place(of: number)
        var first = 0
        for (below, mishap) in bounds {
            if rank < below { return (mishap, rank - first) }
            first = below
        }
        return (.none, 0)
    }
}

extension Mishap {
    /// Whether even a small month has it on this side: kinds of both roaming sides take turns, so that
    /// such a month is not full of them.
    fileprivate func isDue(on side: StaySide, seed: UInt64) -> Bool {
        guard side != .own, share(on: .cpo) > 0, share(on: .emsp) > 0,
            let place = Mishap.allCases.firstIndex(of: self)
        else { return true }
        return (UInt64(place) &+ seed) % 2 == UInt64(side.rawValue)
    }
}
