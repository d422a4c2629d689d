import Roaming

/// The month of a subject's session or CDR, and the month in which it is settled.
///
/// A CDR counts in the month its session ended when it was last updated before that month's grace
/// was over, otherwise in the first later month whose grace it reaches and that is not closed
/// (settlement practice §2.7: a prior-period adjustment, tagged with its service month).
struct Period {
    let service: Month
    let settled: Month

    /// Settled in a later month than the one it belongs to.
    var isAdjustment: Bool { service < settled }
}

extension Desk {
    /// Nil when the subject gives no line in the month of the run: it is settled in an earlier month,
    /// or in a later one and does not belong to this one either.
    func period(of subject: Subject) -> Period? {
        let month = rules.window.month
        let service = self.month(of: subject.anchor)
        guard let cdr = subject.record?.stands else {
            return service == month ? Period(service: month, settled: month) : nil
        }
        var settled = settlementMonth(of: cdr, servedIn: service)
        // A credit takes back what has been settled, so never before it was.
        switch subject.fate {
        case .credits(let original), .partlyCredits(let original):
            if cdr.settledIn == nil {
                settled = max(settled, settlementMonth(of: original, servedIn: service))
            }
        default: break
        }
        guard settled == month || settled > month && service == month else { return nil }
        return Period(service: service, settled: settled)
    }

    func settlementMonth(of cdr: CDRFacts, servedIn service: Month) -> Month {
        if let closed = cdr.settledIn { return closed }
        let window = rules.window
        // Nearly all: of this month, and in time.
        if service == window.month, cdr.lastUpdated < window.graceEnd { return service }
        var month = max(service, rules.calendar.firstMonth(reachedBy: cdr.lastUpdated))
        while rules.closed.contains(month) { month = month.next }
        return month
    }

    /// The same by the CDR's own dates, before its session is known.
    func settlementMonth(of cdr: CDRFacts) -> Month {
        // A meter whose clock was reset says nothing about the month.
        let service = cdr.end.isBeforeOCPI ? rules.window.month : month(of: cdr.end)
        return settlementMonth(of: cdr, servedIn: service)
    }

    private func month(of instant: Instant) -> Month {
        rules.window.contains(instant) ? rules.window.month : rules.calendar.month(of: instant)
    }
}

extension Instant {
    /// OCPI began in 2011; what is said to be older is a clock that was reset.
    var isBeforeOCPI: Bool { seconds < 1_262_304_000 }
}

/// Credits that count in a later month than the run's: here their originals stand as if there were
/// none.
struct LateCredits {
    private(set) var records: [CDRRecord] = []

    /// Takes them out of the shard.
    init(of shard: inout Shard, at desk: Desk) {
        let isLate = { (cdr: CDRFacts) in
            cdr.settledIn.map { $0 > desk.rules.window.month }
                ?? (cdr.lastUpdated >= desk.rules.window.graceEnd)
        }
        guard
            [shard.issued, shard.held].contains(where: { $0.contains { $0.credit && isLate($0) } })
        else { return }
        // What we issued decides, whenever a hub took it in.
        var places: [PartyKey: Int?] = [:]
        for cdr in shard.issued where cdr.credit {
            guard places[cdr.key] == nil else { continue }
            places[cdr.key] = isLate(cdr) ? records.count : Int?.none
            if isLate(cdr) { records.append(CDRRecord(issued: cdr)) }
        }
        shard.issued.removeAll { $0.credit && (places[$0.key] ?? nil) != nil }
        var kept: [CDRFacts] = []
        // An object that is there twice is there once.
        var seen: Set<CDRFacts> = []
        for cdr in shard.held.sorted(by: desk.formOrder.precedes) {
            guard !cdr.credit || seen.insert(cdr).inserted else { continue }
            if cdr.credit, let issued = places[cdr.key] {
                guard let issued else {
                    kept.append(cdr)
                    continue
                }
                if records[issued].held == nil {
                    records[issued].hold([cdr], by: .cdrID)
                } else {
                    records.append(CDRRecord(held: cdr))
                }
            } else if cdr.credit, isLate(cdr) {
                records.append(CDRRecord(held: cdr))
            } else {
                kept.append(cdr)
            }
        }
        shard.held = kept
    }

    /// What they are about, for the list of the month in which their originals were charged.
    func subjects(beside others: [Subject]) -> [Subject] {
        guard !records.isEmpty else { return [] }
        var originals: [PartyKey: Int] = [:]
        for (index, other) in others.enumerated() {
            guard let cdr = other.record?.stands, !cdr.credit else { continue }
            switch other.fate {
            case .repeated, .copied: continue
            default: originals[cdr.key] = index
            }
        }
        return records.map { record in
            let credit = record.stands
            let place = credit.creditReferenceID.flatMap {
                originals[PartyKey(cpo: credit.cpo, id: $0)]
            }
            guard let place, let original = others[place].record?.stands else {
                return Subject(.creditsNothing, record)
            }
            let fate: Subject.Fate =
                credit.takesBackAll(of: original) ? .credits(original) : .partlyCredits(original)
            return Subject(fate, record, by: .cdrID, anchor: others[place].anchor)
        }
    }
}
