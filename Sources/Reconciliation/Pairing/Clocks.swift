import Roaming

// A partner's clock is wrong by the same amount all month, so what exact matches say about it can
// help the passes that compare times.

extension Pairing {
    /// The clocks behind the CDRs that hubs hold, by hub name: from the sessions which an exact pass
    /// found for them. What counts in a later month has no say, so that nothing that comes late can
    /// change what a month has settled.
    var clocks: [ClockOffset] {
        var apart: [String: [Int64]] = [:]
        for index in open {
            let record = ladder.records[index]
            let desk = ladder.desk
            guard let session = ladder.sessionOf[index], ladder.passOf[index]?.isExact == true,
                let held = record.held, record.heldBy?.isExact ?? true,
                desk.settlementMonth(of: record.stands) <= desk.rules.window.month
            else { continue }
            let start = ladder.sessions[session].start
            apart[held.hub, default: []].append(held.start.milliseconds(since: start))
        }
        return apart.sorted { $0.key < $1.key }.compactMap { hub, values in
            median(values).map {
                ClockOffset(hub: hub, pairs: values.count, milliseconds: $0, isUsed: false)
            }
        }
    }
}

extension Desk {
    /// Exact pairs needed before an estimate is used: below that, one odd pair would move the rest.
    private static var pairsNeeded: Int { 5 }

    /// What rules state outright, about the CDRs that a partner writes: a hub's copy of one that we
    /// issued has the times of our own clock.
    func agreedClockOffsets(in shard: Shard) -> [String: Int64] {
        guard shard.side == .emsp else { return [:] }
        var offsets: [String: Int64] = [:]
        for cdr in shard.held where offsets[cdr.hub] == nil {
            if case .seconds(let ahead) = rules.pairing(at: cdr.hub).clockOffset {
                offsets[cdr.hub] = ahead * 1000
            }
        }
        return offsets.filter { $0.value != 0 }
    }

    /// What is estimated, where the rules say that it is to be used.
    func estimatedClockOffsets(_ clocks: [ClockOffset]) -> [String: Int64] {
        var offsets: [String: Int64] = [:]
        for clock in clocks where rules.pairing(at: clock.hub).clockOffset == .estimated {
            guard clock.pairs >= Self.pairsNeeded, clock.milliseconds != 0 else { continue }
            offsets[clock.hub] = clock.milliseconds
        }
        return offsets
    }
}

/// The middle value, or the mean of the two in the middle, towards zero. Nil without a value.
private func median(_ values: [Int64]) -> Int64? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
