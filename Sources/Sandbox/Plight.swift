/// What befalls the records of one stay, dimension by dimension. Named mishaps are points of this
/// product; `combined` ones are drawn from all of it (`PlightDraw`).
struct Plight: Equatable {
    var measure = Measure.exact
    var pricing = Pricing.fair
    var wrongAt = WrongAt.everywhere
    var copies = Copies.hubs
    var month = StayMonth.current
    var arrival = Arrival.prompt
    /// Of the second CDR where there is one, else of the first.
    var credit = Credit.none
    var repeats: Repeats = []
    /// When what follows the CDR (credit, further versions, second CDR) arrives.
    var followUp = FollowUp.soon
    /// Nil: as the partner always writes them.
    var references: References?
    var token = TokenState.known
    /// The meter's signature is not that of the key beside it.
    var isForged = false
    var hasSession = true
    /// Seconds by which the CDR's clock is ahead of ours, beside the partner's own offset.
    var clockAhead = 0
    /// Another driver's CDR for the same EVSE, half of it at the same time.
    var isOverlapped = false

    /// What the CDR says was charged, against what was.
    enum Measure: CaseIterable {
        case exact
        /// 0.001 kWh more
        case energyTolerated
        /// 41 s of parking more
        case timeTolerated
        /// a twelfth and 0.5 kWh more
        case moreEnergy
        /// 15 minutes more
        case longer
        /// all of it 200 s later
        case startsLater
        /// Wh where kWh belong
        case wattHours
        /// a fifth more than the connector can give in that time
        case overPower
        /// `total_energy` below zero
        case negativeEnergy
        /// the meter's clock begins in 1970
        case epoch
    }

    /// What is claimed, against what the published tariff gives.
    enum Pricing: CaseIterable {
        case fair
        /// some paise more or less
        case rounded
        /// as much more as is still tolerated
        case skimmed
        case over, under
        /// some paise of tax more
        case taxRounded
        /// tax at a rate that is ten points too high or too low
        case overtaxed, undertaxed
        /// by another version of the tariff, which the CDR brings along
        case dearerVersion, cheaperVersion
        /// by a tariff nobody published
        case tariffUnknown
        /// in another currency than the tariff's
        case otherCurrency
    }

    /// Which copy of a CDR of ours is wrong: both, or what the hub holds alone.
    enum WrongAt { case everywhere, hubAlone }

    /// Who has our CDR.
    enum Copies { case hubs, notAtHub, onlyAtHub }

    /// When the stay was, seen from the month that is cleared.
    enum StayMonth { case current, previous }

    enum Arrival: CaseIterable {
        /// some minutes after the end
        case prompt
        /// after the cut-off of its month, within the grace
        case late
        /// after the grace of its month, and before the next month's cut-off
        case afterGrace
        /// after the next month's cut-off, within the next month's grace
        case lateAfterGrace
    }

    enum Credit: CaseIterable {
        case none, full
        /// and the CDR sent anew
        case reissued
        /// over half of it
        case half
        /// the money right, the energy below zero as well
        case negativeEnergy
        /// the amount not negated
        case positive
    }

    struct Repeats: OptionSet, Hashable {
        let rawValue: Int
        /// byte by byte
        static let replay = Repeats(rawValue: 1)
        /// same facts in other bytes
        static let respelled = Repeats(rawValue: 2)
        /// other amounts under the same id
        static let conflict = Repeats(rawValue: 4)
        /// over a second hub
        static let crossHub = Repeats(rawValue: 8)
        /// over a second hub, with other amounts
        static let crossHubOther = Repeats(rawValue: 16)
        /// other amounts under the same id at the second hub
        static let conflictThere = Repeats(rawValue: 32)
        /// another id, same references
        static let second = Repeats(rawValue: 64)
        /// another id, no references
        static let secondUnnamed = Repeats(rawValue: 128)
        /// another id, and in the hub's list only
        static let secondAtHub = Repeats(rawValue: 256)

        static let seconds: Repeats = [.second, .secondUnnamed, .secondAtHub]
        static let overHubs: Repeats = [.crossHub, .crossHubOther, .conflictThere]
    }

    enum FollowUp { case soon, nextMonth }

    /// What a CDR names its session by.
    enum References: CaseIterable {
        case sessionID, authorization
        /// the signed record of the meter; the token's uid is another one
        case meter
        /// EVSE, token and start
        case place
        /// EVSE, contract and time; the token's uid is another one
        case contract
    }

    enum TokenState {
        case known
        /// in none of our lists
        case unknown
        /// blocked before the session started
        case expired
        /// blocked while the session ran
        case expiredMeanwhile
        /// blocked, and released again before the session started
        case released
    }
}

extension Plight {
    /// The tariff gives no figure to hold against the claim.
    var isUnpriceable: Bool { pricing == .tariffUnknown || pricing == .otherCurrency }

    /// In words, for the list of what was injected.
    var words: String {
        let parts: [String?] = [
            month == .previous ? "previous month" : nil, measure == .exact ? nil : "\(measure)",
            pricing == .fair ? nil : "\(pricing)", wrongAt == .everywhere ? nil : "\(wrongAt)",
            copies == .hubs ? nil : "\(copies)", arrival == .prompt ? nil : "\(arrival)",
            credit == .none ? nil : "credit \(credit)", repeats.words,
            followUp == .soon ? nil : "follow-up \(followUp)",
            references.map { "by \($0)" }, token == .known ? nil : "token \(token)",
            hasSession ? nil : "no session", clockAhead == 0 ? nil : "clock \(clockAhead) s ahead",
            isOverlapped ? "overlapped" : nil, isForged ? "forged" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}

extension Plight.Repeats {
    private static let names: [(Plight.Repeats, String)] = [
        (.replay, "replay"), (.respelled, "respelled"), (.conflict, "conflict"),
        (.crossHub, "crossHub"), (.crossHubOther, "crossHubOther"),
        (.conflictThere, "conflictThere"), (.second, "second"),
        (.secondUnnamed, "secondUnnamed"), (.secondAtHub, "secondAtHub"),
    ]

    fileprivate var words: String? {
        isEmpty ? nil : Self.names.filter { contains($0.0) }.map(\.1).joined(separator: " + ")
    }
}
