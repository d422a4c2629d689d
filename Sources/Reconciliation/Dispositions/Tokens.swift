import Roaming

extension Matter {
    /// Charged with a token that none of our lists ever held.
    func tokenUnknown() -> Ruling? {
        guard let cdr = chargeOfItsOwn?.stands, tokenStanding(of: cdr) == .unknown else {
            return nil
        }
        return Ruling(
            .tokenUnknown, .nothing,
            "\(claimInWords) in CDR \(cdr.name), charged with \(cdr.tokenInWords), which "
                + "\(cdr.ownParty?.description ?? "we") never listed.")
    }

    /// Charged with a token that every list called invalid when the session started.
    func contractExpired() -> Ruling? {
        guard let cdr = chargeOfItsOwn?.stands, tokenStanding(of: cdr) == .expired else {
            return nil
        }
        return Ruling(
            .contractExpired, .nothing,
            "\(claimInWords) in CDR \(cdr.name), charged with \(cdr.tokenInWords), which was no "
                + "longer valid when the session started \(subject.session?.start ?? cdr.start).")
    }

    private func tokenStanding(of cdr: CDRFacts) -> TokenBook.Standing {
        guard let tokens = desk.tokens, let party = cdr.ownParty else { return .unlisted }
        return tokens.standing(
            uid: cdr.tokenUID, contractID: cdr.contractID, of: party,
            at: subject.session?.start ?? cdr.start)
    }
}

extension CDRFields {
    fileprivate var tokenInWords: String {
        let contract = contractID.map { "contract \($0)" }
        let token = tokenUID.isEmpty ? nil : "token \(tokenUID)"
        return [token, contract].compactMap { $0 }.joined(separator: " of ")
    }
}
