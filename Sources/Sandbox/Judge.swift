import Roaming

/// What clearing a month owes for the records of a story: the second opinion beside `Reconciliation`.
///
/// It is told which records belong together and needs not find out; it knows the semantics of the
/// settlement practice (§2.4, §2.5, §2.7) and the standard rules, and works in whole hundredths, Wh
/// and seconds.
struct Judge {
    /// The month that is cleared.
    let month: Month

    /// One line to come.
    struct Entry {
        var disposition: Truth.Disposition
        var filed: Filed?
        var session: SessionDraft?
        var serviceMonth: Month
        var agreed = 0
        var disputed = 0
        var matchedBy: String?
        var causes: [Truth.Cause] = []
    }

    /// How much of a claim a line lets through (claim = agreed + disputed).
    enum Share {
        case all, nothing, postponed
        /// Hundredths
        case part(Int)
    }

    func entries(of story: Story) -> [Entry] {
        var entries = story.filed.compactMap { entry($0, in: story) }
        let isPaired = story.filed.contains(where: \.isFirst)
        if let session = story.session, !isPaired {
            let service = Timetable.month(of: session.stay.end)
            if service == month {
                entries.append(
                    Entry(disposition: .missingCDR, session: session, serviceMonth: service))
            }
        }
        return entries
    }

    private func entry(_ filed: Filed, in story: Story) -> Entry? {
        let chapter = Chapter(story, month)
        let (service, counts) = chapter.months(of: filed)
        guard counts == month else {
            guard service == month else { return nil }
            return line(filed, chapter.session(of: filed), service, .outOfPeriod, .postponed)
        }
        let session = chapter.session(of: filed)
        let (disposition, share): (Truth.Disposition, Share) =
            switch filed.role {
            case .again(let sameFacts): (sameFacts ? .duplicateSameID : .conflict, .nothing)
            case .otherHub: (.duplicateCrossHub, .nothing)
            case .second:
                chapter.creditNow(of: filed).map(Self.original) ?? (.duplicateSuspect, .nothing)
            case .credit(let kind, _): Self.credit(kind)
            case .overlapping: (.overlappingSessions, .nothing)
            case .reissue: content(filed, session, story)
            case .first:
                chapter.creditNow(of: filed).map(Self.original)
                    ?? content(filed, session, story)
            }
        return line(filed, session, service, disposition, share)
    }

    private func line(
        _ filed: Filed, _ session: SessionDraft?, _ service: Month,
        _ disposition: Truth.Disposition,
        _ share: Share
    ) -> Entry {
        var entry = Entry(
            disposition: disposition, filed: filed, session: session, serviceMonth: service)
        let claim = filed.stands.claim.payable
        switch share {
        case .all: entry.agreed = claim
        case .nothing: entry.disputed = claim
        case .postponed: break
        case .part(let part): (entry.agreed, entry.disputed) = (part, claim - part)
        }
        entry.matchedBy = session.flatMap { pass(filed, $0) }
        entry.causes = Comparison(filed)?.causes ?? []
        return entry
    }

    private static func credit(_ kind: Plight.Credit) -> (Truth.Disposition, Share) {
        switch kind {
        case .half: (.creditNotFull, .nothing)
        case .negativeEnergy: (.creditAmbiguousSign, .all)
        case .positive: (.creditAmbiguousSign, .nothing)
        case .none, .full, .reissued: (.credited, .all)
        }
    }

    private static func original(_ kind: Plight.Credit) -> (Truth.Disposition, Share) {
        switch kind {
        case .half: (.creditNotFull, .nothing)
        case .positive: (.creditAmbiguousSign, .nothing)
        case .none, .full, .reissued, .negativeEnergy: (.credited, .all)
        }
    }

    /// By which pass of the ladder a CDR finds its session; nil where that is not for the truth to say.
    private func pass(_ filed: Filed, _ session: SessionDraft) -> String? {
        let cdr = filed.stands
        // OCPI 2.1.1 names neither the session nor the authorization.
        if !filed.isIssued, filed.hub?.isOld == true { return "M5" }
        if cdr.sessionID != nil { return "M1" }
        if let reference = cdr.reference, reference == session.reference { return "M2" }
        if cdr.stay.signed != nil, cdr.stay.signed == session.stay.signed { return "M8" }
        if cdr.tokenUID != nil { return "M6" }
        let apart = cdr.stay.start - filed.clockOffset - session.stay.start
        return abs(apart) <= Tolerance.start ? "M5" : nil
    }
}

extension Judge {
    /// A CDR by itself: the first that applies, in the declared order of dispositions.
    private func content(
        _ filed: Filed, _ session: SessionDraft?, _ story: Story
    ) -> (Truth.Disposition, Share) {
        let copies = [filed.stands, filed.held].compactMap(\.self)
        if copies.contains(where: \.isImplausible) { return (.implausible, .nothing) }
        if copies.contains(where: \.stay.isForged) { return (.signatureInvalid, .nothing) }
        if story.side == .emsp {
            if story.token == .unknown { return (.tokenUnknown, .nothing) }
            if story.token == .expired { return (.contractExpired, .nothing) }
        }
        guard let session else { return (.missingSession, .nothing) }
        if story.side == .cpo, filed.held == nil { return (.missingCDR, .nothing) }
        let cdr = filed.stands
        if cdr.currency != cdr.stay.plan.currency { return (.currencyMismatch, .nothing) }
        guard let comparison = Comparison(filed) else { return (.tariffUnknown, .nothing) }
        let energy = copies.map { Tolerance.energy($0.totalEnergy, session.stay.energy) }.max()
        let time = copies.map { Tolerance.time($0.stay, session.stay, ahead: filed.clockOffset) }
            .max()
        if energy != .beyond, time != .beyond, let version = cdr.embedded,
            comparison.fits(version, cdr)
        {
            return (.tariffVersionConflict, .part(comparison.lowest))
        }
        if energy == .beyond { return (.energyMismatch, .nothing) }
        if time == .beyond { return (.timeMismatch, .nothing) }
        switch (comparison.total, comparison.beforeTax) {
        case (.beyond, .beyond): return (.priceMismatch, .part(comparison.lowest))
        case (.beyond, _): return (.taxMismatch, .part(comparison.lowest))
        default: break
        }
        let cutOff = Int(Timetable.window(month).cutOff.seconds)
        if cdr.lastUpdated >= cutOff { return (.lateCDR, .all) }
        let isEqual = energy == .equal && time == .equal && comparison.total == .equal
        return (isEqual ? .matched : .matchedWithinTolerance, .all)
    }
}

extension CDRDraft {
    /// Could not have happened: before 2010, less than no energy, or more than the connector gives
    /// (5 % allowed).
    fileprivate var isImplausible: Bool {
        if stay.start < 1_262_304_000 || totalEnergy < 0 { return true }
        let most = stay.charger.kind.power * (stay.end - stay.start)
        return totalEnergy * 3_600 * 100 > most * 105
    }
}

/// The months of a story, seen from the month that is cleared.
private struct Chapter {
    let story: Story
    let month: Month

    init(_ story: Story, _ month: Month) {
        self.story = story
        self.month = month
    }

    /// The month of the anchor, and the month in which the CDR counts.
    func months(of filed: Filed) -> (service: Month, counts: Month) {
        if case .credit(_, let id) = filed.role {
            // With its original, or later.
            guard let original = original(id) else { return (month, month) }
            let (service, counts) = months(of: original)
            return (service, max(counts, settled(filed, service)))
        }
        let service = Timetable.month(of: anchor(of: filed))
        return (service, settled(filed, service))
    }

    /// How a CDR is taken back in its own settlement month; nil when it is not, or later.
    func creditNow(of filed: Filed) -> Plight.Credit? {
        guard let (kind, credited) = credit(of: filed), credited == months(of: filed).counts
        else { return nil }
        return kind
    }

    /// The session that the CDR's line shows.
    func session(of filed: Filed) -> SessionDraft? {
        switch filed.role {
        case .overlapping(let other): other
        case .first: isReplaced ? nil : story.session
        case .reissue: isReplaced ? story.session : nil
        case .again, .otherHub, .second, .credit: nil
        }
    }

    /// The end of the session if the CDR has it, else its own.
    private func anchor(of filed: Filed) -> Int {
        let own = filed.stands.stay.end
        switch filed.role {
        case .first, .reissue: return story.session?.stay.end ?? own
        case .overlapping(let other): return other.stay.end
        case .again, .otherHub, .second, .credit: return own
        }
    }

    private func settled(_ filed: Filed, _ service: Month) -> Month {
        Timetable.settlementMonth(service: service, lastUpdated: filed.stands.lastUpdated)
    }

    private func original(_ id: String) -> Filed? {
        story.filed.first { ($0.isFirst || $0.isSecond) && $0.stands.id == id }
    }

    private func credit(of filed: Filed) -> (kind: Plight.Credit, month: Month)? {
        for other in story.filed {
            guard case .credit(let kind, let id) = other.role, id == filed.stands.id else {
                continue
            }
            return (kind, months(of: other).counts)
        }
        return nil
    }

    /// What was sent anew has the session as soon as the first one is taken back.
    private var isReplaced: Bool {
        guard let first = story.filed.first(where: \.isFirst),
            story.filed.contains(where: \.isReissue), let (_, credited) = credit(of: first)
        else { return false }
        return credited <= month
    }
}
