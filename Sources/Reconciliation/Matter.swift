import Amounts
import Roaming

/// A subject with its figures, on which the dispositions rule.
struct Matter {
    let subject: Subject
    let desk: Desk
    let period: Period
    let around: Surroundings
    let figures: Figures
    let tolerances: Tolerances
    let isWithinLimits: Bool
    /// The session and the CDR when they belong together; comparisons are only made for those.
    let pair: Pair?

    /// A class, since every comparison asks for it.
    final class Pair {
        let session: SessionFacts
        let record: CDRRecord

        fileprivate init?(_ subject: Subject) {
            guard case .paired = subject.fate, let session = subject.session,
                let record = subject.record
            else { return nil }
            (self.session, self.record) = (session, record)
        }
    }

    init(
        _ subject: Subject, at desk: Desk, _ period: Period, _ around: Surroundings
    ) throws(AmountOverflow) {
        self.subject = subject
        self.around = around
        self.desk = desk
        self.period = period
        isWithinLimits = subject.isWithinLimits
        pair = Pair(subject)
        figures = isWithinLimits ? try Figures(subject) : Figures()
        tolerances = desk.tolerances(for: subject.record)
    }

    /// Every disposition that applies, first the one that wins.
    func rulings() throws(AmountOverflow) -> [Ruling] {
        // Figures beyond the limits cannot be compared any further.
        if let rejected = rejected() { return [rejected] }
        // In which month comes before what: elsewhere all this counts for nothing yet.
        var rulings = [outOfPeriod()].compactMap { $0 }
        for disposition in Disposition.allCases where disposition != .outOfPeriod {
            if let ruling = try ruling(disposition) { rulings.append(ruling) }
        }
        precondition(!rulings.isEmpty, "a session or CDR either differs or it does not")
        return rulings
    }

    private func ruling(_ disposition: Disposition) throws(AmountOverflow) -> Ruling? {
        switch disposition {
        case .rejected: rejected()
        case .conflict: conflict()
        case .duplicateSameID: duplicateSameID()
        case .duplicateCrossHub: duplicateCrossHub()
        case .credited: credited()
        case .creditOrphan: creditOrphan()
        case .creditAmbiguousSign: creditAmbiguousSign()
        case .creditNotFull: creditNotFull()
        case .outOfPeriod: outOfPeriod()
        case .ambiguous: ambiguous()
        case .duplicateSuspect: duplicateSuspect()
        case .overlappingSessions: overlappingSessions()
        case .implausible: implausible()
        case .signatureInvalid: signatureInvalid()
        case .signatureValueMismatch: signatureValueMismatch()
        case .tokenUnknown: tokenUnknown()
        case .contractExpired: contractExpired()
        case .missingSession: missingSession()
        case .missingCDR: missingCDR()
        case .currencyMismatch: currencyMismatch()
        case .tariffUnknown: tariffUnknown()
        case .tariffVersionConflict: try tariffVersionConflict()
        case .energyMismatch: try energyMismatch()
        case .timeMismatch: timeMismatch()
        case .taxMismatch: try taxMismatch()
        case .priceMismatch: try priceMismatch()
        case .lateCDR: lateCDR()
        case .matchedWithinTolerance: try matchedWithinTolerance()
        case .matched: try matched()
        }
    }
}

/// One disposition that applies, why, and how much of the claim it lets through.
struct Ruling {
    enum Share {
        /// Settled as claimed.
        case all
        /// Held until explained.
        case nothing
        /// Neither agreed nor disputed in this month.
        case postponed
        /// The lowest figure on the table is settled, the rest of the claim is disputed.
        case part(ExactDecimal, beforeTax: ExactDecimal)
    }

    let disposition: Disposition
    let text: String
    let share: Share

    init(_ disposition: Disposition, _ share: Share, _ text: String) {
        self.disposition = disposition
        self.share = share
        self.text = text
    }
}
