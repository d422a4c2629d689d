/// What happens to the records of one stay, named for the truth.
enum Mishap: String, CaseIterable {
    case none = "nothing"
    // Discrepancies
    case priceRounding = "price differs within tolerance"
    case energyRounding = "kWh differ within tolerance"
    case clockDrift = "duration differs within tolerance"
    case missingCDR = "no CDR"
    case notAtHub = "CDR issued by us, but the hub does not hold it"
    case missingSession = "CDR without a session of ours"
    case sameID = "CDR sent again under its id with other content"
    case crossHub = "CDR also sent over a second hub"
    case secondCDR = "second CDR with another id for one session"
    case overclaim = "claims more than the tariff gives"
    case underclaim = "claims less than the tariff gives"
    case hubHoldsMore = "the hub holds our CDR with a higher amount"
    case energyMismatch = "CDR with more kWh than the session"
    case timeMismatch = "CDR longer than the session"
    case tariffUnknown = "CDR names a tariff that nobody published"
    case currencyMismatch = "CDR in another currency than its tariff"
    case late = "CDR after the cut-off, within the grace"
    case outOfPeriod = "CDR after the grace"
    case credited = "CDR credited, nothing sent instead"
    case reissued = "CDR credited and sent anew"
    case creditOrphan = "credit of an unknown CDR"
    case creditNotFull = "credit of half of the CDR"
    case ambiguous = "two equal sessions, one CDR without references"
    case rejected = "CDR broken at the hub"
    // No discrepancy, but nothing to take for granted
    case replay = "CDR sent twice, byte by byte"
    case foreign = "CDR between two other parties"
    case byReference = "CDR with the authorization reference only"
    case byCDRID = "CDR without references, its id is the session's"
    case byPlace = "CDR without references, clock 45 s ahead"
    case onlyAtHub = "CDR held by the hub, lost in our own list"
    case previousMonth = "ended in the month before"
    case nextMonth = "ended in the month after"
    case acrossStart = "began in the month before"
    case acrossEnd = "ended after the cut-off"
    case twoVersions = "session sent while it ran, and again when it was over"
    case stillRunning = "session that has not ended, so of no month yet"

    /// How many of 10,000 stays of a side; 0 = does not happen on that side.
    func share(on side: StaySide) -> Int {
        switch (self, side) {
        case (.none, _): 0
        case (.missingCDR, .own), (.overclaim, .own), (.energyMismatch, .own): 60
        case (_, .own): 0
        case (.notAtHub, .emsp), (.hubHoldsMore, .emsp), (.onlyAtHub, .emsp): 0
        case (.foreign, .cpo): 0
        default: roamingShare
        }
    }

    private var roamingShare: Int {
        switch self {
        case .priceRounding, .overclaim: 60
        case .missingCDR: 50
        case .energyRounding, .missingSession: 40
        case .clockDrift, .energyMismatch, .late, .byReference, .byPlace, .notAtHub: 30
        case .timeMismatch: 25
        case .sameID, .replay, .secondCDR, .underclaim, .tariffUnknown, .twoVersions: 20
        case .crossHub, .outOfPeriod, .credited, .reissued: 15
        case .rejected, .hubHoldsMore, .onlyAtHub: 12
        case .currencyMismatch, .byCDRID, .previousMonth, .nextMonth, .stillRunning: 10
        case .creditOrphan, .creditNotFull, .ambiguous, .foreign: 8
        case .acrossStart, .acrossEnd: 5
        case .none: 0
        }
    }

    /// Whether a 2.1.1 link can show it: that version has no credits, references or tariff ids.
    var occursIn211: Bool {
        switch self {
        case .crossHub, .secondCDR, .tariffUnknown, .currencyMismatch, .credited, .reissued,
            .creditOrphan, .creditNotFull, .ambiguous, .rejected, .foreign, .byReference, .byCDRID,
            .byPlace:
            false
        default: true
        }
    }

    /// Whether a partner of this hub can show it.
    func occurs(at hub: Hub) -> Bool {
        if hub.isOld { return occursIn211 }
        // The second copy goes to Hubject, the last by name, so the partner's own hub comes first.
        return self != .crossHub || hub != .hubject
    }
}

/// Which stays of one side meet which mishap: a fixed number of each, spread over the month.
struct MishapPlan {
    private let shuffle: Shuffle
    /// Ascending; the mishap holds for ranks below its bound.
    private let bounds: [(below: Int, mishap: Mishap)]

    /// - Parameters:
    ///   - count: stays of the side
    ///   - total: stays of the month; from 500 on every kind occurs at least twice
    init(side: StaySide, count: Int, total: Int, seed: UInt64) {
        var chance = Chance(seed: seed, .mishaps, side.rawValue)
        shuffle = Shuffle(count: count, chance: &chance)
        let least = total >= 500 ? 2 : total >= 250 ? 1 : 0
        var bounds: [(below: Int, mishap: Mishap)] = []
        var below = 0
        for mishap in Mishap.allCases {
            let share = mishap.share(on: side)
            guard share > 0 else { continue }
            below += max(least, count * share / 10_000)
            bounds.append((below, mishap))
        }
        self.bounds = below <= count ? bounds : []
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
