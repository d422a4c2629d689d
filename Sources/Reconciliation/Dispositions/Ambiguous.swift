import Roaming

extension Matter {
    /// Thousands of equal candidates must not make a reason of thousands of names.
    private static var candidatesNamed: Int { 10 }

    /// Several candidates fit equally well; all of them are held and nothing is guessed.
    func ambiguous() -> Ruling? {
        if case .review = subject.fate { return forReview() }
        guard case .tied(let candidates) = subject.fate else { return nil }
        let more = candidates.count - Self.candidatesNamed
        let names =
            candidates.prefix(Self.candidatesNamed).joined(separator: ", ")
            + (more > 0 ? " and \(more) more" : "")
        if let cdr = subject.record?.stands {
            return Ruling(
                .ambiguous, .nothing,
                "CDR \(cdr.name) over \(cdr.claimInWords) fits the sessions \(names) equally well.")
        }
        return Ruling(
            .ambiguous, .nothing,
            "Session \(subject.session?.name ?? subject.name) fits CDR \(names), which fits other sessions equally well "
                + "(or another CDR this session).")
    }

    /// M7 finds work for people: it settles nothing.
    private func forReview() -> Ruling? {
        guard let session = subject.session, let cdr = subject.record?.stands else { return nil }
        return Ruling(
            .ambiguous, .nothing,
            "CDR \(cdr.name) over \(cdr.claimInWords) may be that of session \(session.name), for "
                + "review: \(subject.evidence(at: desk)), but the token cannot be compared.")
    }
}
