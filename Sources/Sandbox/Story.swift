import Roaming

/// What each mishap leaves behind: records to find and lines to expect.
extension SandboxMonth {
    mutating func tell(of stay: Stay, _ mishap: Mishap, _ occurrence: Int) {
        let cdr = honestCDR(of: stay)
        switch mishap {
        case .none, .acrossStart: tellMatched(stay, cdr)
        case .priceRounding, .overclaim, .underclaim, .hubHoldsMore:
            tellPrice(mishap, stay, cdr, occurrence)
        case .energyRounding, .clockDrift, .energyMismatch, .timeMismatch:
            tellMeasure(mishap, stay, cdr, occurrence)
        case .missingCDR, .notAtHub, .missingSession, .onlyAtHub, .rejected:
            tellMissing(mishap, stay, cdr, occurrence)
        case .sameID, .replay, .crossHub, .secondCDR:
            tellTwice(mishap, stay, cdr, occurrence)
        case .tariffUnknown, .currencyMismatch: tellUnpriceable(mishap, stay, cdr)
        case .late, .outOfPeriod: tellLate(mishap, stay, cdr)
        case .credited, .reissued, .creditOrphan, .creditNotFull:
            tellCredit(mishap, stay, cdr)
        case .ambiguous, .byReference, .byCDRID, .byPlace: tellPass(mishap, stay, cdr)
        case .foreign: tellForeign(cdr)
        case .previousMonth, .nextMonth, .acrossEnd:
            writeSession(stay, like: cdr)
            deliver(cdr)
        case .stillRunning: writeSession(stay, like: cdr, completed: false)
        case .twoVersions:
            writeSession(stay, like: cdr, completed: false)
            tellMatched(stay, cdr)
        }
    }

    private mutating func tellMatched(_ stay: Stay, _ cdr: CDRDraft) {
        writeSession(stay, like: cdr)
        deliver(cdr)
        expect(.matched, cdr, session: stay, .all)
    }

    private mutating func tellMeasure(
        _ mishap: Mishap, _ stay: Stay, _ honest: CDRDraft, _ occurrence: Int
    ) {
        var told = stay
        switch mishap {
        case .energyRounding: told.energy += 1
        // Within the slack of the slot; the part after charging is what the clock stretches.
        case .clockDrift: told.parking += 41
        case .energyMismatch: told.energy += told.energy / 12 + 500
        default: told.charging += 900
        }
        let other = like(honest, of: told)
        writeSession(stay, like: other)
        // On the CPO side every other mismatch is in the hub's copy only.
        let isMismatch = mishap == .energyMismatch || mishap == .timeMismatch
        let onlyHeld = isMismatch && stay.side == .cpo && occurrence % 2 == 1
        if onlyHeld, let hub = hub(of: stay) {
            issue(honest)
            hold(other, at: hub)
        } else {
            deliver(other)
        }
        let stands = onlyHeld ? honest : other
        switch mishap {
        case .energyMismatch:
            expect(.energyMismatch, stands, session: stay, .nothing, held: other)
        case .timeMismatch: expect(.timeMismatch, stands, session: stay, .nothing, held: other)
        default: expect(.matchedWithinTolerance, stands, session: stay, .all)
        }
    }

    /// An honest CDR of a stay that was measured otherwise, with the references of another.
    private func like(_ other: CDRDraft, of stay: Stay) -> CDRDraft {
        var cdr = CDRDraft(
            of: stay, embedsTariff: other.embedsTariff,
            lastUpdated: other.lastUpdated - other.stay.end + stay.end)
        cdr.reference = other.reference
        return cdr
    }

    private mutating func tellLate(_ mishap: Mishap, _ stay: Stay, _ honest: CDRDraft) {
        var chance = Chance(seed: order.seed, .writing, written)
        let day = 86_400
        var cdr = honest
        cdr.lastUpdated =
            mishap == .late
            ? Int(window.cutOff.seconds) + chance.pick(0...5 * day - 1)
            : Int(window.graceEnd.seconds) + chance.pick(0...10 * day)
        writeSession(stay, like: cdr)
        deliver(cdr)
        if mishap == .late {
            expect(.lateCDR, cdr, session: stay, .all)
        } else {
            expect(.outOfPeriod, cdr, session: stay, .postponed)
        }
    }

    private mutating func tellUnpriceable(_ mishap: Mishap, _ stay: Stay, _ honest: CDRDraft) {
        var cdr = honest
        if mishap == .tariffUnknown {
            cdr.embedsTariff = false
            cdr.tariffID = "\(stay.charger.operatorParty.id)-WITHDRAWN-2025"
        } else {
            cdr.embedsTariff = true
            cdr.currency = stay.plan.currency == "INR" ? "EUR" : "INR"
        }
        writeSession(stay, like: cdr)
        deliver(cdr)
        expect(
            mishap == .tariffUnknown ? .tariffUnknown : .currencyMismatch, cdr, session: stay,
            .nothing, unrated: true)
    }

    private mutating func tellForeign(_ honest: CDRDraft) {
        var cdr = honest
        guard let hub = hub(of: cdr.stay), let partner = cdr.stay.partner else { return }
        // The next partner's driver, whichever hub that one uses.
        let other = network.partners[(partner + 1) % network.partners.count]
        cdr.stay.driver = Driver(of: other.party, number: 0)
        hold(cdr, at: hub)
    }

    /// Matches that only a later pass of the ladder finds, and one that none may find.
    private mutating func tellPass(_ mishap: Mishap, _ stay: Stay, _ honest: CDRDraft) {
        var cdr = honest
        cdr.sessionID = nil
        cdr.reference = mishap == .byReference ? stay.reference : nil
        if mishap == .byCDRID { cdr.id = stay.sessionID }
        if mishap == .byPlace {
            var shifted = stay
            shifted.start += 45
            cdr = like(cdr, of: shifted)
            cdr.sessionID = nil
        }
        guard mishap == .ambiguous else {
            writeSession(stay, like: cdr)
            deliver(cdr)
            expect(.matched, cdr, session: stay, .all)
            return
        }
        var twin = stay
        twin.sessionID += "-B"
        let sessions = [writeSession(stay, like: cdr), writeSession(twin, like: cdr)]
        deliver(cdr)
        for session in sessions { expect(.ambiguous, alone: session) }
        expect(.ambiguous, cdr, session: nil, .nothing)
    }
}
