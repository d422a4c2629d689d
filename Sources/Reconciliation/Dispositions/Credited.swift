import Roaming

extension Matter {
    /// Original and credit are both settled as claimed, which comes to nothing.
    func credited() -> Ruling? {
        guard let cdr = subject.record?.stands, creditAmbiguousSign() == nil else { return nil }
        switch subject.fate {
        case .creditedBy(let credit):
            return Ruling(
                .credited, .all,
                "CDR \(cdr.name) over \(cdr.claimInWords) was taken back in full by credit CDR "
                    + "\(credit.name) over \(credit.claimInWords).")
        case .credits(let original):
            return Ruling(
                .credited, .all,
                "Credit CDR \(cdr.name) over \(cdr.claimInWords) takes back all of CDR "
                    + "\(original.name) over \(original.claimInWords).")
        default: return nil
        }
    }

    func creditOrphan() -> Ruling? {
        guard case .creditsNothing = subject.fate, let cdr = subject.record?.stands else {
            return nil
        }
        let reference = cdr.creditReferenceID.map { "to CDR \($0), which we do not know" }
        return Ruling(
            .creditOrphan, .nothing,
            "Credit CDR \(cdr.name) over \(cdr.claimInWords) refers "
                + "\(reference ?? "to no CDR").")
    }

    /// A credit has to be the exact opposite of its original; both are held until explained.
    func creditNotFull() -> Ruling? {
        guard let cdr = subject.record?.stands, creditAmbiguousSign() == nil else { return nil }
        switch subject.fate {
        case .partlyCreditedBy(let credit):
            return Ruling(
                .creditNotFull, .nothing,
                "Credit CDR \(credit.name) over \(credit.claimInWords) is not the exact opposite "
                    + "of CDR \(cdr.name) over \(cdr.claimInWords).")
        case .partlyCredits(let original):
            return Ruling(
                .creditNotFull, .nothing,
                "Credit CDR \(cdr.name) over \(cdr.claimInWords) is not the exact opposite of CDR "
                    + "\(original.name) over \(original.claimInWords).")
        default: return nil
        }
    }
}
