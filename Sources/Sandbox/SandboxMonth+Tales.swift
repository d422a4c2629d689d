import Roaming

/// Stories that no plight tells: records that are alone, broken, nobody's, or not to be told apart.
extension SandboxMonth {
    mutating func tell(_ mishap: Mishap, of stay: Stay, _ occurrence: Int) {
        let habits = habits(of: stay)
        var told = stay
        told.start += habits.clockAhead
        let cdr = honestCDR(of: stay, told: told, habits)
        switch mishap {
        case .missingCDR:
            let session = writeSession(stay, like: cdr)
            book(Story(side: stay.side, session: session))
        case .previousMonth, .nextMonth, .acrossEnd, .twoVersions:
            if mishap == .twoVersions { writeSession(stay, like: cdr, completed: false) }
            let session = writeSession(stay, like: cdr)
            book(Story(side: stay.side, session: session, filed: [file(.first, cdr, cdr)]))
        case .stillRunning: writeSession(stay, like: cdr, completed: false)
        case .rejected: tellRejected(stay, cdr, occurrence)
        case .foreign: tellForeign(cdr)
        case .creditOrphan: tellOrphan(cdr)
        case .ambiguous: tellAmbiguous(stay, cdr)
        case .byCDRID: tellNamesake(stay, cdr)
        case .oneTimeToken: tellOneTime(stay, cdr)
        default: preconditionFailure("\(mishap) is a plight")
        }
    }

    func habits(of stay: Stay) -> Partner.Habits {
        stay.partner.map { network.partners[$0].habits(on: stay.side) } ?? Partner.Habits()
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
        var story = Story(side: stay.side, session: writeSession(stay, like: cdr))
        hold(broken, at: hub)
        bookRejected(broken, defect)
        if stay.side == .cpo { story.filed = [file(.first, cdr, cdr, .notAtHub)] }
        book(story)
    }

    private mutating func tellForeign(_ honest: CDRDraft) {
        var cdr = honest
        guard let hub = hub(of: cdr.stay), let partner = cdr.stay.partner else { return }
        // The next partner's driver, whichever hub that one uses.
        let other = network.partners[(partner + 1) % network.partners.count]
        cdr.stay.driver = Driver(of: other.party, number: 0)
        hold(cdr, at: hub)
    }

    private mutating func tellOrphan(_ cdr: CDRDraft) {
        var credit = cdr.credit(lastUpdated: cdr.lastUpdated + 2_700)
        credit.creditOf = "\(cdr.stay.charger.operatorParty.id)-CDR-UNHEARD-OF"
        (credit.sessionID, credit.reference, credit.isUnpriceable) = (nil, nil, true)
        let filed = file(.credit(.full, of: credit.creditOf ?? ""), credit, credit)
        book(
            Judge.Entry(
                disposition: .creditOrphan, filed: filed, serviceMonth: order.month,
                disputed: credit.claim.payable), of: cdr.stay)
    }

    /// Two sessions that one CDR fits equally well: none of the three is settled.
    private mutating func tellAmbiguous(_ stay: Stay, _ honest: CDRDraft) {
        var cdr = honest
        (cdr.sessionID, cdr.reference, cdr.tokenUID) = (nil, nil, nil)
        var twin = stay
        twin.sessionID += "-B"
        for session in [writeSession(stay, like: cdr), writeSession(twin, like: cdr)] {
            book(
                Judge.Entry(
                    disposition: .ambiguous, session: session, serviceMonth: order.month),
                of: stay)
        }
        let filed = file(.first, cdr, cdr)
        book(
            Judge.Entry(
                disposition: .ambiguous, filed: filed, serviceMonth: order.month,
                disputed: cdr.claim.payable), of: stay)
    }

    /// The CDR's id is the session's; by the standard rules that says nothing, and place, token and
    /// start have to.
    private mutating func tellNamesake(_ stay: Stay, _ honest: CDRDraft) {
        var cdr = honest
        (cdr.sessionID, cdr.reference) = (nil, nil)
        cdr.id = stay.sessionID
        let session = writeSession(stay, like: cdr)
        book(Story(side: stay.side, session: session, filed: [file(.first, cdr, cdr)]))
    }
}

extension SandboxMonth {
    /// A token made for this one charging says nothing, so that place, time and energy are all there
    /// is: found by M7, but for a person to decide.
    private mutating func tellOneTime(_ stay: Stay, _ honest: CDRDraft) {
        var cdr = honest
        (cdr.sessionID, cdr.reference, cdr.tokenUID) = (nil, nil, nil)
        cdr.stay.driver = Driver(of: .ourEMSP, number: 40_000_000 + storyNumber)
        cdr.stay.driver.isOneTime = true
        let session = writeSession(stay, like: cdr)
        let filed = file(.first, cdr, cdr)
        book(
            Judge.Entry(
                disposition: .ambiguous, filed: filed, session: session,
                serviceMonth: order.month, disputed: cdr.claim.payable, matchedBy: "M7"), of: stay)
    }
}
