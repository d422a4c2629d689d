import Amounts
import Roaming

extension Matter {
    /// The totals agree before tax and differ after it: the tax is wrong, and only that is disputed.
    func taxMismatch() throws(AmountOverflow) -> Ruling? {
        guard pair != nil, let claim = figures.claim?.beforeTax, figures.claim?.afterTax != nil,
            let theirs = figures.theirPrice?.beforeTax, let ours = figures.ourPrice?.beforeTax,
            figures.ourPrice?.afterTax != nil, strangeTotal == nil, let currency = figures.currency,
            try priceCloseness() == .beyond
        else { return nil }
        let before = try [
            closeness(claim, ours, currency), closeness(theirs, ours, currency),
            closeness(theirs, claim, currency),
        ]
        guard !before.contains(.beyond) else { return nil }
        let lowest = try payableOfLowest()
        return Ruling(
            .taxMismatch, .part(lowest.amount, beforeTax: lowest.beforeTax),
            "\(claimInWords), \(oursInWords). Before tax they agree: \(Words.amount(claim, currency)) "
                + "against our \(Words.amount(ours, currency)). Settled: "
                + "\(Words.amount(lowest.amount, currency)).")
    }
}
