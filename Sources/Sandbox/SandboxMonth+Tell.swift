import Roaming

/// Writing the records that a plight leaves of a stay.
extension SandboxMonth {
    mutating func tell(_ plight: Plight, of stay: Stay) {
        var chance = Chance(seed: order.seed, .plight, storyNumber)
        var stay = stay
        if plight.references == .meter || plight.isForged { stay.sign() }
        stay.isForged = plight.isForged
        if plight.token != .known { stay.driver = driver(plight.token, of: stay) }
        let wrong = claimed(plight, stay, plight, &chance)
        let issued =
            plight.wrongAt == .hubAlone ? claimed(Plight(), stay, plight, &chance) : wrong
        var story = Story(side: stay.side, token: plight.token)
        if plight.hasSession { story.session = writeSession(stay, like: issued) }
        let first = file(.first, issued, wrong, plight.copies)
        story.filed.append(first)
        repeatCDR(plight, first, in: &story, &chance)
        takeBack(plight, in: &story, &chance)
        if plight.isOverlapped { overlap(first, stay, in: &story) }
        book(story)
    }

    /// Writes a CDR where it belongs: our own list and the hub's on the CPO side, the hub's alone on
    /// the eMSP side.
    mutating func file(
        _ role: Filed.Role, _ issued: CDRDraft, _ held: CDRDraft,
        _ copies: Plight.Copies = .hubs, at hub: Hub? = nil
    ) -> Filed {
        let isOurs = issued.stay.side != .emsp
        let hub = hub ?? self.hub(of: issued.stay)
        let isIssued = isOurs && copies != .onlyAtHub
        if isIssued { issue(issued) }
        var filed = Filed(role: role, stands: issued, held: nil, hub: hub, isIssued: isIssued)
        if let hub, copies != .notAtHub {
            lastHeld = hold(held, at: hub)
            filed.held = held
        }
        if !isOurs || copies == .onlyAtHub { filed.stands = held }
        return filed
    }

    /// The CDR as the CPO tells it.
    /// - Parameter plight: what of `whole` this copy shows.
    private func claimed(
        _ plight: Plight, _ stay: Stay, _ whole: Plight, _ chance: inout Chance
    ) -> CDRDraft {
        var habits = habits(of: stay)
        if let references = whole.references { habits.references = references }
        var told = stay
        told.start += whole.clockAhead + habits.clockAhead
        measure(plight.measure, &told)
        var cdr = honestCDR(of: stay, told: told, habits)
        cdr.lastUpdated = arrival(whole, stay, cdr.lastUpdated - stay.end)
        cdr.negatesEnergy = plight.measure == .negativeEnergy
        // Its bill is right, only the unit is not.
        if plight.measure == .wattHours { cdr.stateCosts(of: honestCDR(of: stay)) }
        price(plight.pricing, &cdr, &chance)
        return cdr
    }

    private func measure(_ measure: Plight.Measure, _ told: inout Stay) {
        switch measure {
        case .exact, .negativeEnergy: break
        case .energyTolerated: told.energy += 1
        // Within the slack of the slot; the part after charging is what the clock stretches.
        case .timeTolerated: told.parking += 41
        case .moreEnergy: told.energy += told.energy / 12 + 500
        case .longer: told.charging += 900
        case .startsLater: told.start += 200
        case .wattHours: told.energy *= 1_000
        case .overPower:
            told.energy = told.charger.kind.power * (told.charging + told.parking) / 3_000
        // A day of its own for each stay, so that none overlaps another; before 1974, when the zones
        // of the sandbox had no summer time yet.
        case .epoch: told.start = told.start % 86_400 + (1 + storyNumber % 1_400) * 86_400
        }
    }

    private func price(_ pricing: Plight.Pricing, _ cdr: inout CDRDraft, _ chance: inout Chance) {
        let isRupee = cdr.stay.plan.currency == "INR"
        let (claim, vat) = (cdr.claim, cdr.stay.plan.vat)
        let much = max(isRupee ? 5_00 : 50, claim.before * 8 / 100)
        // At most 1.00 INR or 0.01 EUR after tax.
        let little = isRupee ? chance.pick(1...80) : 1
        func taxed(_ percent: Int) -> Claim {
            Claim(before: claim.before, after: (claim.before * (100 + percent) + 50) / 100)
        }
        switch pricing {
        case .fair: break
        case .rounded: cdr.claim = claim.moved(by: chance.happens(percent: 50) ? little : -little)
        case .skimmed:
            cdr.claim = claim.moved(by: max(isRupee ? 1_00 : 1, claim.payable / 200))
        case .over: cdr.claim = claim.raised(by: much, vat: vat)
        case .under: cdr.claim = claim.raised(by: -much, vat: vat)
        case .taxRounded: cdr.claim.after = claim.after.map { $0 + little }
        case .overtaxed: cdr.claim = taxed((vat ?? 0) + 10)
        case .undertaxed: cdr.claim = taxed(max(0, (vat ?? 0) - 10))
        case .dearerVersion: cdr.charge(by: cdr.stay.plan.repriced(percent: 115))
        case .cheaperVersion: cdr.charge(by: cdr.stay.plan.repriced(percent: 85))
        case .tariffUnknown:
            cdr.isUnpriceable = true
            cdr.embedsTariff = false
            cdr.tariffID = "\(cdr.stay.charger.operatorParty.id)-WITHDRAWN-2025"
        case .otherCurrency:
            cdr.isUnpriceable = true
            cdr.embedsTariff = true
            cdr.currency = isRupee ? "EUR" : "INR"
        }
    }

    /// When the CDR was last updated.
    /// - Parameter delay: seconds after the end when it is prompt.
    private func arrival(_ plight: Plight, _ stay: Stay, _ delay: Int) -> Int {
        var chance = Chance(seed: order.seed, .arrival, storyNumber)
        let day = 86_400
        let service = Timetable.window(Timetable.month(of: stay.end))
        switch plight.arrival {
        case .prompt: return stay.end + delay
        case .late: return Int(service.cutOff.seconds) + chance.pick(0...4 * day)
        case .afterGrace: return Int(service.graceEnd.seconds) + chance.pick(0...10 * day)
        case .lateAfterGrace: return Int(window.cutOff.seconds) + chance.pick(0...4 * day)
        }
    }
}
