import Roaming

extension Matter {
    /// A figure of the record is too big or too long to be added up with others. Intake's refusals
    /// are of this kind too, but they become lines without coming here.
    func rejected() -> Ruling? {
        guard !isWithinLimits else { return nil }
        return Ruling(
            .rejected, .postponed,
            "An amount or energy of \(subject.name) is \(Limits.figure) or more, or has more than "
                + "\(Limits.decimals) decimals: nothing can be settled by it.")
    }
}
