/// What happens to the records of one stay, named for the truth.
///
/// Most are one or two dimensions of a `Plight`; the others have a story of their own (`Story`).
/// `--mishaps` knows them by their case names.
package enum Mishap: String, Sendable, CaseIterable {
    case none = "nothing"
    // Amounts
    case priceRounding = "price differs within tolerance"
    case skimmed = "a little more than the tariff gives, time and again"
    case overclaim = "claims more than the tariff gives"
    case underclaim = "claims less than the tariff gives"
    case hubHoldsMore = "the hub holds our CDR with a higher amount"
    case taxRounding = "tax differs within tolerance"
    case overtaxed = "tax at a rate that is too high"
    case undertaxed = "tax at a rate that is too low"
    case dearerVersion = "CDR brings a dearer version of the published tariff"
    case cheaperVersion = "CDR brings a cheaper version of the published tariff"
    case tariffUnknown = "CDR names a tariff that nobody published"
    case currencyMismatch = "CDR in another currency than its tariff"
    // Measured quantities
    case energyRounding = "kWh differ within tolerance"
    case clockDrift = "duration differs within tolerance"
    case energyMismatch = "CDR with more kWh than the session"
    case timeMismatch = "CDR longer than the session"
    case startMismatch = "CDR 200 s after the session"
    case wattHours = "CDR in Wh instead of kWh"
    case overPower = "CDR with more kWh than the connector can give"
    case negativeEnergy = "CDR with less than no kWh"
    case forgedMeter = "meter record whose signature is not its key's"
    case epoch = "CDR of 1970, the meter's clock was reset"
    case overlapping = "CDR of another driver at the same EVSE and time"
    // Records
    case missingCDR = "no CDR"
    case notAtHub = "CDR issued by us, but the hub does not hold it"
    case missingSession = "CDR without a session of ours"
    case rejected = "CDR broken at the hub"
    case sameFacts = "CDR sent again under its id in other bytes with the same facts"
    case conflict = "CDR sent again under its id with other content"
    case crossHub = "CDR also sent over a second hub"
    case conflictOverHubs = "CDR also sent over a second hub, there twice with other content"
    case secondCDR = "second CDR with another id for one session"
    case secondUnnamed = "second CDR with another id and no references"
    case secondAtHub = "second CDR in our name that only the hub holds"
    // Time
    case late = "CDR after the cut-off, within the grace"
    case outOfPeriod = "CDR after the grace"
    case priorPeriod = "CDR of the month before, after that month's grace"
    case priorPeriodLate = "CDR of the month before, after this month's cut-off"
    case priorMissing = "CDR of the month before without a session, after that month's grace"
    // Credits
    case credited = "CDR credited, nothing sent instead"
    case reissued = "CDR credited and sent anew"
    case creditedSecond = "second CDR for one session, credited"
    case creditOrphan = "credit of an unknown CDR"
    case creditNotFull = "credit of half of the CDR"
    case creditNegativeEnergy = "credit with negative kWh"
    case creditPositive = "credit whose amount is not negated"
    case lateCredit = "credit after the grace"
    case priorCredit = "credit of a CDR of the month before, after that month's grace"
    // Matching
    case ambiguous = "two equal sessions, one CDR without references"
    case byReference = "CDR with the authorization reference only"
    case byCDRID = "CDR without references, its id is the session's"
    case byPlace = "CDR without references, clock 40 s ahead"
    case byMeter = "CDR without references, token uid replaced, meter record signed"
    case oneTimeToken = "CDR without references, of a token made for this one charging"
    case byContract = "CDR without references, token uid replaced"
    // Tokens
    case tokenUnknown = "token that is in none of our lists"
    case contractExpired = "token blocked before the session"
    case contractExpiredMeanwhile = "token blocked during the session"
    case contractReleased = "token blocked and released before the session"
    // No discrepancy, but nothing to take for granted
    case replay = "CDR sent twice, byte by byte"
    case foreign = "CDR between two other parties"
    case onlyAtHub = "CDR held by the hub, lost in our own list"
    case previousMonth = "ended in the month before"
    case nextMonth = "ended in the month after"
    case acrossStart = "began in the month before"
    case acrossEnd = "ended after the cut-off"
    case twoVersions = "session sent while it ran, and again when it was over"
    case stillRunning = "session that has not ended, so of no month yet"
    // Several at once
    case combined = "several at once"

    /// Its name for people who choose: `price-rounding`.
    package var name: String {
        "\(self)".reduce(into: "") { name, character in
            // `CDR` is one word.
            if character.isUppercase, name.last?.isUppercase != true, !name.isEmpty { name += "-" }
            name.append(character)
        }.lowercased()
    }

    package init?(name: String) {
        guard let found = Mishap.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
