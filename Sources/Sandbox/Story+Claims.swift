import Roaming

/// Stories of amounts: claims beside the tariff, records missing or sent twice, credits.
extension SandboxMonth {
    mutating func tellPrice(
        _ mishap: Mishap, _ stay: Stay, _ honest: CDRDraft, _ occurrence: Int
    ) {
        let isRupee = stay.plan.currency == "INR"
        let before = honest.claim.before
        let much = max(isRupee ? 5_00 : 50, before * 8 / 100)
        var other = honest
        switch mishap {
        case .priceRounding:
            // At most 1.00 INR or 0.01 EUR after tax.
            let amount = isRupee ? 1 + occurrence * 7 % 80 : 1
            other.claim = Claim(
                before: before + amount, after: honest.claim.after.map { $0 + amount })
        case .underclaim: other.claim = honest.claim.raised(by: -much, vat: stay.plan.vat)
        default: other.claim = honest.claim.raised(by: much, vat: stay.plan.vat)
        }
        writeSession(stay, like: honest)
        // On the CPO side either both copies are wrong, or only the one the hub holds.
        let onlyHeld =
            stay.side == .cpo
            && (mishap != .overclaim && occurrence % 2 == 0
                || mishap == .underclaim || mishap == .hubHoldsMore)
        if onlyHeld, let hub = hub(of: stay) {
            issue(honest)
            hold(other, at: hub)
        } else {
            deliver(other)
        }
        let issued = onlyHeld ? honest : other
        guard mishap != .priceRounding else {
            expect(.matchedWithinTolerance, issued, session: stay, .all, held: other)
            return
        }
        let least = min(issued.rated, issued.claim.payable, other.claim.payable)
        expect(.priceMismatch, issued, session: stay, .part(least), held: other)
    }

    mutating func tellMissing(
        _ mishap: Mishap, _ stay: Stay, _ cdr: CDRDraft, _ occurrence: Int
    ) {
        switch mishap {
        case .missingCDR:
            let session = writeSession(stay, like: cdr)
            expect(.missingCDR, alone: session)
        case .notAtHub:
            writeSession(stay, like: cdr)
            issue(cdr)
            expect(.missingCDR, cdr, session: stay, .nothing)
        case .onlyAtHub:
            writeSession(stay, like: cdr)
            if let hub = hub(of: stay) { hold(cdr, at: hub) }
            expect(.matched, cdr, session: stay, .all)
        case .missingSession:
            // On the CPO side every other one is a CDR in our name that we did not issue either.
            if stay.side == .cpo, occurrence % 2 == 1, let hub = hub(of: stay) {
                hold(cdr, at: hub)
            } else {
                deliver(cdr)
            }
            expect(.missingSession, cdr, session: nil, .nothing)
        default: tellRejected(stay, cdr, occurrence)
        }
    }

    /// The hub's copy cannot be read: on the CPO side what we issued then is missing at the hub, on
    /// the eMSP side our session has no CDR.
    private mutating func tellRejected(_ stay: Stay, _ cdr: CDRDraft, _ occurrence: Int) {
        guard let hub = hub(of: stay) else { return }
        let defects = CDRDraft.Defect.allCases
        let defect = defects[occurrence % defects.count]
        var broken = cdr
        broken.defect = defect
        broken.sessionID = nil
        let session = writeSession(stay, like: cdr)
        hold(broken, at: hub)
        expectRejected(broken, defect)
        if stay.side == .cpo {
            issue(cdr)
            expect(.missingCDR, cdr, session: stay, .nothing)
        } else {
            expect(.missingCDR, alone: session)
        }
    }

    mutating func tellTwice(
        _ mishap: Mishap, _ stay: Stay, _ honest: CDRDraft, _ occurrence: Int
    ) {
        guard let hub = hub(of: stay) else { return }
        var cdr = honest
        // The second hub publishes none of this CPO's tariffs.
        if mishap == .crossHub { cdr.embedsTariff = true }
        writeSession(stay, like: cdr)
        if stay.side == .cpo { issue(cdr) }
        let object = hold(cdr, at: hub)
        expect(.matched, cdr, session: stay, .all)
        var second = cdr
        second.lastUpdated += 1_200
        switch mishap {
        case .replay: appendLater(object, to: Folder(hub, .cdrs))
        case .sameID:
            second.claim = cdr.claim.raised(by: cdr.claim.before / 10 + 1, vat: stay.plan.vat)
            second.remark = "corrected"
            hold(second, at: hub)
            expect(.duplicateSameID, second, session: nil, .nothing)
        case .crossHub:
            second.lastUpdated = cdr.lastUpdated
            hold(second, at: .hubject)
            expect(.duplicateCrossHub, second, session: nil, .nothing, at: .hubject)
        default:
            second.id += "-2"
            // By the session id, or only by place, token, start and energy.
            if occurrence % 2 == 1 {
                second.sessionID = nil
                second.reference = nil
            }
            // On the CPO side every third is in the hub's list only.
            if stay.side == .cpo, occurrence % 3 == 2 {
                hold(second, at: hub)
            } else {
                deliver(second)
            }
            expect(.duplicateSuspect, second, session: nil, .nothing)
        }
    }

    mutating func tellCredit(_ mishap: Mishap, _ stay: Stay, _ cdr: CDRDraft) {
        var credit = cdr.credit(lastUpdated: cdr.lastUpdated + 2_700)
        switch mishap {
        case .creditOrphan:
            credit.creditOf = "\(stay.charger.operatorParty.id)-CDR-UNHEARD-OF"
            credit.sessionID = nil
            credit.reference = nil
            deliver(credit)
            expect(.creditOrphan, credit, session: nil, .nothing, unrated: true)
            return
        case .creditNotFull:
            credit.claim = Claim(
                before: credit.claim.before / 2, after: credit.claim.after.map { $0 / 2 })
        default: break
        }
        writeSession(stay, like: cdr)
        deliver(cdr)
        deliver(credit)
        guard mishap != .creditNotFull else {
            expect(.creditNotFull, cdr, session: stay, .nothing)
            expect(.creditNotFull, credit, session: nil, .nothing)
            return
        }
        expect(.credited, cdr, session: mishap == .credited ? stay : nil, .all)
        expect(.credited, credit, session: nil, .all)
        if mishap == .reissued {
            var again = cdr
            again.id += "-R"
            again.lastUpdated = credit.lastUpdated + 60
            deliver(again)
            expect(.matched, again, session: stay, .all)
        }
    }
}
