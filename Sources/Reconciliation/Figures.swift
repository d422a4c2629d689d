import Amounts
import Roaming

/// The amounts of one subject, as far as they can be compared.
///
/// Where the claim, or the hub's copy of it, states no total after tax (OCPI 2.1.1 has none), all
/// figures are taken before tax, so that like is compared with like.
struct Figures {
    /// Of the claim; of the session when there is no CDR.
    var currency: Currency?
    /// The total that is agreed or disputed: as issued (CPO side), as the partner claims (eMSP).
    var claim: Price?
    /// The claim as it is compared.
    var claimCompared: ExactDecimal?
    /// Our rating (or the session's cost) in `currency`.
    var ours: ExactDecimal?
    var ourPrice: Price?
    /// What the counterparty's record says, in `currency`.
    var theirs: ExactDecimal?
    var theirPrice: Price?
    /// Compared after tax.
    var isTaxed = true

    /// What is claimed of this month; zero when the CDR states no total.
    var claimed: ExactDecimal { claim?.payable ?? .zero }
    /// The part of it that is not tax, which cannot be more than all of it.
    var claimedBeforeTax: ExactDecimal {
        let stated = claim?.beforeTax ?? claimed
        return claimed < .zero ? max(stated, claimed) : min(stated, claimed)
    }

    /// Nothing to compare.
    init() {}

    init(_ subject: Subject) throws(AmountOverflow) {
        guard let record = subject.record else {
            guard let session = subject.session, let currency = session.currency else { return }
            self.currency = currency
            ours = session.cost?.payable
            return
        }
        let claim = record.stands.claimed
        let held = record.held ?? record.stands
        isTaxed = claim.afterTax != nil && held.claimed.afterTax != nil
        currency = record.stands.currency
        self.claim = claim
        claimCompared = isTaxed ? claim.payable : claim.beforeTax ?? claim.payable
        if held.currency == currency {
            theirPrice = held.claimed
            theirs = isTaxed ? held.claimed.payable : held.claimed.beforeTax ?? held.claimed.payable
        }
        ourPrice = try Self.ourPrice(subject.fate, record.stands)
        ours = isTaxed ? ourPrice?.payable : ourPrice?.beforeTax
    }

    /// A credit is not rated again: our figure for it is what our rating of the original came to.
    private static func ourPrice(
        _ fate: Subject.Fate, _ cdr: CDRFacts
    ) throws(AmountOverflow) -> Price? {
        switch fate {
        case .credits(let original), .partlyCredits(let original):
            guard case .priced(let price, let currency) = original.rated, currency == cdr.currency
            else { return nil }
            return Price(
                beforeTax: try price.beforeTax?.negated(),
                afterTax: try price.afterTax?.negated())
        default:
            guard !cdr.credit, case .priced(let price, let currency) = cdr.rated,
                currency == cdr.currency
            else { return nil }
            return price
        }
    }

    /// Never more than the claim, nor less than nothing: somebody else's negative figure must not
    /// turn what is owed round.
    private func atMostClaimed(_ amount: ExactDecimal) -> ExactDecimal {
        max(.zero, min(amount, claimed))
    }

    /// What a figure comes to when it is settled in place of the claim: in the claim's own terms.
    func settled(_ price: Price) -> (amount: ExactDecimal, beforeTax: ExactDecimal)? {
        let amount = claim?.afterTax == nil ? price.beforeTax ?? price.payable : price.payable
        guard let amount else { return nil }
        let settled = atMostClaimed(amount)
        return (settled, min(atMostClaimed(price.beforeTax ?? amount), settled))
    }
}
