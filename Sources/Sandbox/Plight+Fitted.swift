extension Plight {
    /// What of it can befall a stay on this side with this partner; what cannot be there, or has no
    /// one truth, is left out. A plight that fits already stays as it is.
    func fitted(to side: StaySide, _ partner: Partner?) -> Plight {
        var plight = self
        guard side != .own, let partner else {
            return Plight(
                measure: measure == .moreEnergy ? .moreEnergy : .exact,
                pricing: pricing == .over ? .over : .fair)
        }
        plight.keepToSide(side)
        plight.keepToLink(partner)
        plight.keepMeasurePossible()
        plight.keepTimesPossible()
        plight.keepRecordsPossible(references ?? partner.habits(on: side).references)
        plight.keepPricingPossible(partner)
        return plight
    }

    private mutating func keepToSide(_ side: StaySide) {
        if side == .cpo {
            // Our eMSP's tokens and the partner's habits show at the partner's stations only.
            token = .known
            if references == .contract || references == .meter { references = nil }
            if pricing == .dearerVersion || pricing == .cheaperVersion { pricing = .fair }
        } else {
            wrongAt = .everywhere
            copies = .hubs
            repeats.remove(.secondAtHub)
        }
    }

    /// OCPI 2.1.1 has no credits, references, tariff ids or totals after tax, and no connector power or
    /// signed data.
    private mutating func keepToLink(_ partner: Partner) {
        if partner.hub == .hubject {
            // The second copy goes to Hubject, the last by name, so the partner's own hub is first.
            repeats.subtract(.overHubs)
        }
        guard partner.hub.isOld else { return }
        credit = .none
        references = nil
        isForged = false
        repeats.formIntersection([.replay, .respelled, .conflict])
        if measure == .epoch || measure == .startsLater || measure == .overPower {
            measure = .exact
        }
        switch pricing {
        case .fair, .rounded, .skimmed, .over, .under: break
        default: pricing = .fair
        }
    }

    private mutating func keepMeasurePossible() {
        if copies == .onlyAtHub || copies == .notAtHub { wrongAt = .everywhere }
        switch measure {
        case .epoch:
            // Nothing but the session's id says when that was.
            (references, hasSession, isOverlapped, clockAhead) = (.sessionID, true, false, 0)
            (repeats, credit, copies) = ([], .none, .hubs)
            month = .current
        case .startsLater where !hasSession: measure = .exact
        case .startsLater:
            // Too far for M5; a short stay does not overlap enough for M6.
            if references != .authorization { references = .sessionID }
            isOverlapped = false
        case .longer: isOverlapped = false
        case .negativeEnergy where credit != .none: measure = .exact
        default: break
        }
    }

    private mutating func keepTimesPossible() {
        if !hasSession { isOverlapped = false }
        if isOverlapped {
            (month, repeats, credit, copies) = (.current, [], .none, .hubs)
            if arrival != .late { arrival = .prompt }
        }
        switch (month, arrival) {
        case (.current, .lateAfterGrace): arrival = .afterGrace
        case (.previous, .prompt), (.previous, .late):
            // Settled in its own month: only what follows it is of this month.
            let hasFollowUp = credit != .none || !repeats.subtracting(.replay).isEmpty
            if hasFollowUp { followUp = .nextMonth } else { arrival = .afterGrace }
        default: break
        }
        if credit == .none, repeats.subtracting(.replay).isEmpty { followUp = .soon }
    }

    /// - Parameter named: how the CDR names its session.
    private mutating func keepRecordsPossible(_ named: References) {
        switch copies {
        case .hubs: break
        case .notAtHub: (repeats, credit, followUp) = ([], .none, .soon)
        case .onlyAtHub:
            repeats.formIntersection([.replay, .respelled, .conflict])
            credit = .none
        }
        if credit != .none { isOverlapped = false }
        // A quarter of an hour more leaves too little overlap for M6, where the stay was short.
        if measure == .longer, named == .contract { measure = .exact }
        if !hasSession || named == .contract || named == .meter { repeats.subtract(.seconds) }
        // One second CDR is enough.
        for second in [Repeats.second, .secondUnnamed] where repeats.contains(second) {
            repeats = repeats.subtracting(.seconds).union(second)
        }
        if credit != .none {
            repeats.remove(.secondAtHub)
            if credit == .reissued { repeats.subtract(.seconds) }
        }
        if repeats.contains(.crossHubOther) { repeats.remove(.crossHub) }
        if repeats.isDisjoint(with: [.crossHub, .crossHubOther]) { repeats.remove(.conflictThere) }
        // Without follow-ups left, the CDR itself has to be of this month.
        keepTimesPossible()
    }

    private mutating func keepPricingPossible(_ partner: Partner) {
        switch pricing {
        case .dearerVersion, .cheaperVersion:
            switch measure {
            case .exact, .energyTolerated, .timeTolerated: break
            default: measure = .exact
            }
            if !partner.embedsTariffs { pricing = .fair }
        case .tariffUnknown, .otherCurrency: repeats.subtract(.overHubs)
        default: break
        }
        if wrongAt == .hubAlone, !canBeWrongAtHubAlone { wrongAt = .everywhere }
        keepTimesPossible()
    }

    private var canBeWrongAtHubAlone: Bool {
        switch (measure, pricing) {
        case (.exact, .rounded), (.exact, .over), (.exact, .under), (.exact, .taxRounded),
            (.exact, .overtaxed), (.exact, .undertaxed), (.moreEnergy, .fair), (.longer, .fair):
            true
        default: false
        }
    }
}
