extension Mishap {
    /// The mishap as a point of the product; nil for those with a story of their own.
    /// - Parameters:
    ///   - occurrence: how many of its kind came before it, to vary those that have variants
    func plight(on side: StaySide, _ occurrence: Int) -> Plight? {
        var plight = measured(occurrence) ?? priced(occurrence) ?? timed ?? recorded ?? matched
        // There is only one copy of a partner's CDR.
        if side != .cpo { plight?.wrongAt = .everywhere }
        return plight
    }

    private func measured(_ occurrence: Int) -> Plight? {
        let everyOther: Plight.WrongAt = occurrence % 2 == 1 ? .hubAlone : .everywhere
        switch self {
        case .energyRounding: return Plight(measure: .energyTolerated)
        case .clockDrift: return Plight(measure: .timeTolerated)
        case .energyMismatch: return Plight(measure: .moreEnergy, wrongAt: everyOther)
        case .timeMismatch: return Plight(measure: .longer, wrongAt: everyOther)
        case .startMismatch: return Plight(measure: .startsLater, references: .sessionID)
        case .wattHours: return Plight(measure: .wattHours)
        case .overPower: return Plight(measure: .overPower)
        case .forgedMeter: return Plight(isForged: true)
        case .negativeEnergy: return Plight(measure: .negativeEnergy)
        case .epoch: return Plight(measure: .epoch, references: .sessionID)
        case .overlapping: return Plight(isOverlapped: true)
        default: return nil
        }
    }

    private func priced(_ occurrence: Int) -> Plight? {
        let everyOther: Plight.WrongAt = occurrence % 2 == 0 ? .hubAlone : .everywhere
        switch self {
        case .priceRounding: return Plight(pricing: .rounded, wrongAt: everyOther)
        case .skimmed: return Plight(pricing: .skimmed)
        case .overclaim: return Plight(pricing: .over)
        case .underclaim: return Plight(pricing: .under, wrongAt: .hubAlone)
        case .hubHoldsMore: return Plight(pricing: .over, wrongAt: .hubAlone)
        case .taxRounding: return Plight(pricing: .taxRounded, wrongAt: everyOther)
        case .overtaxed: return Plight(pricing: .overtaxed, wrongAt: everyOther)
        case .undertaxed: return Plight(pricing: .undertaxed, wrongAt: everyOther)
        case .dearerVersion: return Plight(pricing: .dearerVersion)
        case .cheaperVersion: return Plight(pricing: .cheaperVersion)
        case .tariffUnknown: return Plight(pricing: .tariffUnknown)
        case .currencyMismatch: return Plight(pricing: .otherCurrency)
        default: return nil
        }
    }

    private var timed: Plight? {
        switch self {
        case .late: Plight(arrival: .late)
        case .outOfPeriod: Plight(arrival: .afterGrace)
        case .priorPeriod: Plight(month: .previous, arrival: .afterGrace)
        case .priorPeriodLate: Plight(month: .previous, arrival: .lateAfterGrace)
        case .priorMissing: Plight(month: .previous, arrival: .afterGrace, hasSession: false)
        case .credited: Plight(credit: .full)
        case .reissued: Plight(credit: .reissued)
        case .creditedSecond: Plight(credit: .full, repeats: .second, references: .sessionID)
        case .creditNotFull: Plight(credit: .half)
        case .creditNegativeEnergy: Plight(credit: .negativeEnergy)
        case .creditPositive: Plight(credit: .positive)
        case .lateCredit: Plight(credit: .full, followUp: .nextMonth)
        case .priorCredit: Plight(month: .previous, credit: .full, followUp: .nextMonth)
        default: nil
        }
    }

    private var recorded: Plight? {
        switch self {
        case .none, .acrossStart: Plight()
        case .notAtHub: Plight(copies: .notAtHub)
        case .onlyAtHub: Plight(copies: .onlyAtHub)
        case .missingSession: Plight(hasSession: false)
        case .sameFacts: Plight(repeats: .respelled)
        case .conflict: Plight(repeats: .conflict)
        case .crossHub: Plight(repeats: .crossHub)
        case .conflictOverHubs: Plight(repeats: [.conflict, .crossHubOther, .conflictThere])
        case .secondCDR: Plight(repeats: .second, references: .sessionID)
        case .secondUnnamed: Plight(repeats: .secondUnnamed, references: .sessionID)
        case .secondAtHub: Plight(repeats: .secondAtHub)
        case .replay: Plight(repeats: .replay)
        default: nil
        }
    }

    private var matched: Plight? {
        switch self {
        case .byReference: Plight(references: .authorization)
        case .byPlace: Plight(references: .place, clockAhead: 40)
        case .byContract: Plight(references: .contract)
        case .byMeter: Plight(references: .meter)
        case .tokenUnknown: Plight(token: .unknown)
        case .contractExpired: Plight(token: .expired)
        case .contractExpiredMeanwhile: Plight(token: .expiredMeanwhile)
        case .contractReleased: Plight(token: .released)
        default: nil
        }
    }

    /// Whether a stay of this side with this partner can show it.
    func occurs(on side: StaySide, _ partner: Partner?) -> Bool {
        guard self != .none else { return true }
        guard share(on: side) > 0 else { return false }
        guard let partner else { return true }
        if self == .skimmed { return partner.isSkimming }
        if let plight = plight(on: side, 0) { return plight.fitted(to: side, partner) == plight }
        switch self {
        // Only this hub's rule has M7 look for such.
        case .oneTimeToken: return partner.hub == .bharatRoaming
        case .rejected, .foreign, .ambiguous, .byCDRID, .creditOrphan: return !partner.hub.isOld
        default: return true
        }
    }

    /// How many of 10,000 stays of a side are so in a standard month; 0 = never on that side.
    func share(on side: StaySide) -> Int {
        switch (self, side) {
        case (.none, _): 0
        case (.missingCDR, .own), (.overclaim, .own), (.energyMismatch, .own): 60
        case (_, .own): 0
        case (.notAtHub, .emsp), (.hubHoldsMore, .emsp), (.onlyAtHub, .emsp): 0
        case (.secondAtHub, .emsp), (.foreign, .cpo), (.skimmed, .cpo): 0
        case (.dearerVersion, .cpo), (.cheaperVersion, .cpo), (.byContract, .cpo): 0
        case (.tokenUnknown, .cpo), (.contractExpired, .cpo): 0
        case (.byMeter, .cpo), (.oneTimeToken, .cpo): 0
        case (.contractExpiredMeanwhile, .cpo), (.contractReleased, .cpo): 0
        default: roamingShare
        }
    }

    private var roamingShare: Int {
        switch self {
        case .none: 0
        case .skimmed: 135
        case .priceRounding, .combined: 60
        case .missingCDR, .overclaim: 50
        case .energyRounding: 40
        case .missingSession, .byReference, .byPlace: 30
        case .clockDrift, .energyMismatch, .late: 25
        case .timeMismatch, .notAtHub: 20
        case .underclaim, .tariffUnknown, .secondCDR, .replay, .conflict, .taxRounding: 15
        case .credited, .reissued, .crossHub, .rejected, .previousMonth, .nextMonth: 12
        default: 10
        }
    }
}
