import Roaming

extension Matter {
    /// Several candidates fit equally well; all of them are held and nothing is guessed.
    func ambiguous() -> Ruling? {
        guard case .tied(let candidates) = subject.fate else { return nil }
        let names = candidates.joined(separator: ", ")
        if let cdr = subject.record?.stands {
            return Ruling(
                .ambiguous, .nothing,
                "CDR \(cdr.name) over \(cdr.claimInWords) fits the sessions \(names) equally well.")
        }
        return Ruling(
            .ambiguous, .nothing,
            "Session \(subject.name) fits CDR \(names), which fits other sessions equally well "
                + "(or another CDR this session).")
    }
}
