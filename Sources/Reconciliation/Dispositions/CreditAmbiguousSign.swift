import Amounts
import Roaming

extension Matter {
    /// A credit whose signs say two things. Where its money is the exact opposite of the original's,
    /// it is settled although it takes the energy back too (quantities of a credited CDR are not
    /// counted anyway). Where its money has the sign of a charge, nobody can say whether the original
    /// still stands, so both are held.
    func creditAmbiguousSign() -> Ruling? {
        guard let cdr = subject.record?.stands else { return nil }
        switch subject.fate {
        case .credits(let original) where cdr.energy.isNegative:
            return Ruling(
                .creditAmbiguousSign, .all,
                "Credit CDR \(cdr.name) over \(cdr.claimInWords) takes back all of CDR "
                    + "\(original.name) over \(original.claimInWords), and its energy too "
                    + "(\(Words.energy(cdr.energy))), which is to stay as it was measured.")
        case .partlyCredits(let original) where cdr.chargesAgain(original):
            return held(cdr, original)
        case .partlyCreditedBy(let credit) where credit.chargesAgain(cdr):
            return held(credit, cdr)
        default: return nil
        }
    }

    private func held(_ credit: CDRFacts, _ original: CDRFacts) -> Ruling {
        Ruling(
            .creditAmbiguousSign, .nothing,
            "Credit CDR \(credit.name) states \(credit.claimInWords), with the sign of a charge, for "
                + "CDR \(original.name) over \(original.claimInWords): whether it takes it back "
                + "cannot be told.")
    }
}

extension CDRFacts {
    /// A credit over just what the original charged, not less than nothing.
    fileprivate func chargesAgain(_ original: CDRFacts) -> Bool {
        let (claim, charge) = (self.claimed, original.claimed)
        guard self.currency == original.currency, let amount = claim.payable, amount > .zero else {
            return false
        }
        return amount == charge.payable
            && isSame(claim.beforeTax, charge.beforeTax)
            && isSame(claim.afterTax, charge.afterTax)
    }

    private func isSame(_ a: ExactDecimal?, _ b: ExactDecimal?) -> Bool {
        a == nil || b == nil || a == b
    }
}
