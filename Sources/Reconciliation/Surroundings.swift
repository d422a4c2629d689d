import Roaming

/// What a subject cannot know of itself: other CDRs of its shard that bear on it.
struct Surroundings {
    private struct Form: Hashable {
        let hub: String
        let key: PartyKey

        init(_ cdr: CDRFacts) {
            hub = cdr.hub
            key = cdr.key
        }
    }

    /// Of CDRs that were received again.
    private var firstVersions: [Form: CDRFacts] = [:]
    /// The CDR that stands before it at its EVSE, by CDR.
    private var overlapped: [PartyKey: CDRFacts] = [:]

    init(_ shard: Shard, _ subjects: [Subject], at desk: Desk) {
        gatherFirstVersions(shard, subjects)
        let reach = desk.rules.tolerances(at: desk.homeHub).startSeconds * 1000
        let cdrs = subjects.compactMap { subject -> CDRFacts? in
            switch subject.fate {
            case .paired, .review, .alone, .tied:
                subject.record.flatMap { $0.stands.credit ? nil : $0.stands }
            default: nil
            }
        }
        for (place, other) in overlaps(cdrs, beyond: reach) {
            overlapped[cdrs[place].key] = cdrs[other]
        }
    }

    /// What the hub sent first under the CDR's id.
    func firstVersion(of cdr: CDRFacts) -> CDRFacts? { firstVersions[Form(cdr)] }

    /// Stands before it and says that the EVSE was in use at the same time.
    func cdr(overlappedBy cdr: CDRFacts) -> CDRFacts? { overlapped[cdr.key] }

    private mutating func gatherFirstVersions(_ shard: Shard, _ subjects: [Subject]) {
        var wanted: Set<Form> = []
        for subject in subjects {
            guard case .repeated = subject.fate, let record = subject.record else { continue }
            wanted.insert(Form(record.stands))
        }
        guard !wanted.isEmpty else { return }
        for cdr in shard.issued + shard.held where cdr.version < 2 {
            let form = Form(cdr)
            guard wanted.contains(form) else { continue }
            if let first = firstVersions[form], CDRFacts.standsBefore(first, cdr) { continue }
            firstVersions[form] = cdr
        }
    }
}

/// An EVSE of one CPO, in either form of its id.
private struct EVSEKey: Hashable {
    let cpo: PartyID
    let id: String
    let isUID: Bool
}

/// Which CDRs are at one EVSE at the same time as one that stands before them, for longer than
/// `reach` milliseconds: by place, the place of such another. Takes n log n however they lie.
private func overlaps(_ cdrs: [CDRFacts], beyond reach: Int64) -> [(place: Int, other: Int)] {
    var groups: [EVSEKey: [Int]] = [:]
    for (place, cdr) in cdrs.enumerated() where cdr.end.milliseconds(since: cdr.start) > reach {
        if let id = cdr.evseUID, !id.isEmpty {
            groups[EVSEKey(cpo: cdr.cpo, id: id, isUID: true), default: []].append(place)
        }
        if let id = cdr.evseID, !id.isEmpty {
            groups[EVSEKey(cpo: cdr.cpo, id: id, isUID: false), default: []].append(place)
        }
    }
    var found: [Int: Int] = [:]
    for (key, group) in groups where group.count > 1 {
        for (place, other) in overlaps(of: group, among: cdrs, beyond: reach) {
            // By uid where both forms of the id find one.
            if key.isUID || found[place] == nil { found[place] = other }
        }
    }
    return found.map { (place: $0.key, other: $0.value) }
}

/// Of the CDRs of one EVSE.
private func overlaps(
    of group: [Int], among cdrs: [CDRFacts], beyond reach: Int64
) -> [(place: Int, other: Int)] {
    let byStart = group.sorted { cdrs[$0].start < cdrs[$1].start }
    var latest = Int64.min
    let isCalm = byStart.allSatisfy { place in
        defer { latest = max(latest, cdrs[place].end.milliseconds) }
        return latest == .min || latest - reach <= cdrs[place].start.milliseconds
    }
    // Nearly always.
    if isCalm { return [] }
    let starts = byStart.map { cdrs[$0].start.milliseconds }
    var rankByStart: [Int: Int] = [:]
    for (rank, place) in byStart.enumerated() { rankByStart[place] = rank }
    var latestEnds = PrefixMaximum(count: group.count)
    var found: [(place: Int, other: Int)] = []
    let standing = sortedByPlace(
        group, key: { cdrs[$0].lastUpdated.milliseconds },
        { CDRFacts.standsBefore(cdrs[$0], cdrs[$1]) })
    for place in standing {
        let cdr = cdrs[place]
        // Among those that stand before it and start early enough, does the last to end reach it?
        let early = starts.firstIndex(notBelow: cdr.end.milliseconds - reach)
        if let last = latestEnds.maximum(ofFirst: early),
            last.value > cdr.start.milliseconds + reach
        {
            found.append((place: place, other: last.place))
        }
        if let rank = rankByStart[place] {
            latestEnds.raise(rank, to: cdr.end.milliseconds, by: place)
        }
    }
    return found
}

/// Maxima of beginnings of a list whose values rise one by one (a Fenwick tree).
private struct PrefixMaximum {
    private var tree: [(value: Int64, place: Int)?]

    init(count: Int) { tree = Array(repeating: nil, count: count + 1) }

    /// Of equal values the earlier stays.
    mutating func raise(_ index: Int, to value: Int64, by place: Int) {
        var at = index + 1
        while at < tree.count {
            if tree[at].map({ $0.value < value }) ?? true { tree[at] = (value, place) }
            at += at & -at
        }
    }

    func maximum(ofFirst count: Int) -> (value: Int64, place: Int)? {
        var best: (value: Int64, place: Int)?
        var at = count
        while at > 0 {
            if let node = tree[at], best.map({ $0.value < node.value }) ?? true { best = node }
            at -= at & -at
        }
        return best
    }
}

extension [Int64] {
    /// Of a sorted list; its count when all are below.
    fileprivate func firstIndex(notBelow value: Int64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
