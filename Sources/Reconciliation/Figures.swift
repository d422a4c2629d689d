import Amounts
import Roaming

/// The amounts of one subject, as far as they can be compared.
struct Figures {
    /// Of the claim; of the session when there is no CDR.
    var currency: Currency?
    /// The total that is agreed or disputed: as issued (CPO side), as the partner claims (eMSP).
    var claim: Price?
    /// Our rating (or the session's cost) in `currency`. Before tax where the claim states no total
    /// after tax, so that like is compared with like.
    var ours: ExactDecimal?
    var oursBeforeTax: ExactDecimal?
    /// What the counterparty's record says, in `currency`.
    var theirs: ExactDecimal?
    var theirsBeforeTax: ExactDecimal?

    /// What is claimed of this month; zero when the CDR states no total.
    var claimed: ExactDecimal { claim?.payable ?? .zero }
    var claimedBeforeTax: ExactDecimal { claim?.beforeTax ?? claimed }

    init(_ subject: Subject) throws(AmountOverflow) {
        guard let record = subject.record else {
            guard let session = subject.session, let currency = session.currency else { return }
            self.currency = currency
            ours = session.cost?.payable
            oursBeforeTax = session.cost?.beforeTax
            return
        }
        currency = record.stands.currency
        claim = record.stands.claimed
        let held = record.held ?? record.stands
        if held.currency == currency {
            theirs = held.claimed.payable
            theirsBeforeTax = held.claimed.beforeTax
        }
        try readOurs(subject.fate, record.stands)
    }

    /// A credit is not rated again: our figure for it is what our rating of the original came to.
    private mutating func readOurs(
        _ fate: Subject.Fate, _ cdr: CDRFacts
    ) throws(AmountOverflow) {
        let rated: RatingVerdict
        let takesBack: Bool
        switch fate {
        case .credits(let original), .partlyCredits(let original):
            (rated, takesBack) = (original.rated, true)
        default:
            guard !cdr.credit else { return }
            (rated, takesBack) = (cdr.rated, false)
        }
        guard case .priced(let price, let tariffCurrency) = rated, tariffCurrency == currency
        else { return }
        let comparable = cdr.claimed.afterTax == nil ? price.beforeTax : price.payable
        ours = takesBack ? try comparable?.negated() : comparable
        oursBeforeTax = takesBack ? try price.beforeTax?.negated() : price.beforeTax
    }
}
