extension Plight {
    /// A combination of mishaps: each dimension is drawn by itself, most often as it should be, until
    /// at least two are not.
    static func drawn(_ chance: inout Chance, for side: StaySide, _ partner: Partner?) -> Plight {
        var plight = Plight()
        for _ in 0..<16 {
            plight = Plight(by: &chance).fitted(to: side, partner)
            if plight.mishaps >= 2 { break }
        }
        return plight
    }

    private init(by chance: inout Chance) {
        measure = chance.pick(.exact, 45, of: Measure.allCases)
        pricing = chance.pick(.fair, 40, of: Pricing.allCases)
        // Skimming is one partner's habit, not an accident.
        if pricing == .skimmed { pricing = .rounded }
        wrongAt = chance.happens(percent: 30) ? .hubAlone : .everywhere
        copies = chance.pick(.hubs, 85, of: [.notAtHub, .onlyAtHub])
        month = chance.happens(percent: 25) ? .previous : .current
        arrival = chance.pick(.prompt, 50, of: Arrival.allCases)
        credit = chance.pick(.none, 60, of: Credit.allCases)
        repeats = []
        for bit in 0..<9 where chance.happens(percent: 12) {
            repeats.insert(Repeats(rawValue: 1 << bit))
        }
        followUp = chance.happens(percent: 25) ? .nextMonth : .soon
        references = chance.happens(percent: 30) ? chance.pick(from: References.allCases) : nil
        token = chance.pick(.known, 80, of: [.unknown, .expired, .expiredMeanwhile, .released])
        hasSession = chance.happens(percent: 90)
        clockAhead = chance.happens(percent: 30) ? 40 : 0
        isOverlapped = chance.happens(percent: 8)
        isForged = chance.happens(percent: 6)
    }

    /// Dimensions that are not as they should be.
    var mishaps: Int {
        [
            measure != .exact, pricing != .fair, copies != .hubs, month != .current,
            arrival != .prompt, credit != .none, !repeats.isEmpty, references != nil,
            token != .known, !hasSession, clockAhead != 0, isOverlapped, isForged,
        ].count { $0 }
    }
}

extension Chance {
    mutating func pick<Value>(from values: [Value]) -> Value {
        values[pick(0...values.count - 1)]
    }

    /// The usual value in `percent` of a hundred draws, else any of the others.
    mutating func pick<Value>(_ usual: Value, _ percent: Int, of others: [Value]) -> Value {
        happens(percent: percent) ? usual : pick(from: others)
    }
}
