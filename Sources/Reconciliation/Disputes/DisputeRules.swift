package import Roaming

/// What an agreement says about disputes: calendar days for each deadline, and what silence means.
package struct DisputeTerms: Sendable, Hashable {
    package enum Silence: String, Sendable, Hashable, CaseIterable {
        /// A claim that is not answered in time is accepted.
        case accept
        /// It stays in dispute until somebody acts.
        case hold
    }

    package var raiseDays: Int
    package var acknowledgeDays: Int
    package var answerDays: Int
    package var escalateDays: Int
    package var silence: Silence

    package init(
        raiseDays: Int, acknowledgeDays: Int, answerDays: Int, escalateDays: Int,
        silence: Silence
    ) {
        self.raiseDays = raiseDays
        self.acknowledgeDays = acknowledgeDays
        self.answerDays = answerDays
        self.escalateDays = escalateDays
        self.silence = silence
    }

    package func days(_ deadline: DisputeDeadline) -> Int {
        switch deadline {
        case .raise: raiseDays
        case .acknowledge: acknowledgeDays
        case .answer: answerDays
        case .escalate: escalateDays
        }
    }
}

/// The terms with every partner, and where days begin.
package struct DisputeRules: Sendable, Hashable {
    package var standard: DisputeTerms
    package var partners: [PartyID: DisputeTerms]
    /// Seconds east of UTC of the zone whose calendar counts (Asia/Kolkata: 19,800).
    package var dayOffsetSeconds: Int

    package init(
        standard: DisputeTerms, partners: [PartyID: DisputeTerms], dayOffsetSeconds: Int
    ) {
        self.standard = standard
        self.partners = partners
        self.dayOffsetSeconds = dayOffsetSeconds
    }

    package func terms(with partner: PartyID) -> DisputeTerms { partners[partner] ?? standard }

    package func day(of instant: Instant) -> Day {
        Day(containing: instant, offsetSeconds: dayOffsetSeconds)
    }

    /// Last day of a deadline of the dispute; nil when what it counts from has not happened.
    package func lastDay(_ deadline: DisputeDeadline, of file: DisputeFile) -> Day? {
        let start: Day? =
            switch deadline {
            case .raise: file.dispute.statementDay
            case .acknowledge, .answer: day(of: file, [.send])
            case .escalate: day(of: file, [.reject, .takeOver])
            }
        let days = terms(with: file.dispute.counterparty).days(deadline)
        return start?.advanced(by: days)
    }

    /// The deadline that runs now; nil when none does.
    package func running(_ file: DisputeFile) -> (deadline: DisputeDeadline, lastDay: Day)? {
        guard !file.isOver else { return nil }
        let deadline: DisputeDeadline? =
            switch file.state {
            case .open: .raise
            case .sent: .acknowledge
            case .acknowledged: .answer
            case .rejectedByPartner: .escalate
            default: nil
            }
        guard let deadline, let day = lastDay(deadline, of: file) else { return nil }
        return (deadline, day)
    }

    private func day(of file: DisputeFile, _ moves: Set<DisputeMove>) -> Day? {
        file.steps.last { moves.contains($0.move) }.map { day(of: $0.at) }
    }
}
