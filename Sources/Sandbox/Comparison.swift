/// How two figures compare.
enum Closeness: Int, Comparable {
    case equal, tolerated, beyond

    static func < (a: Closeness, b: Closeness) -> Bool { a.rawValue < b.rawValue }
}

/// The standard rules' tolerances (Rules/tolerances.yaml): up to a bound, or a share of the reference.
enum Tolerance {
    /// Seconds by which the starts may differ.
    static let start = 120
    private static let seconds = 60

    /// What a partner's tolerated differences of one month may come to in all, in hundredths.
    static func monthlyCap(_ currency: String) -> Int { currency == "INR" ? 25_00 : 50 }

    /// Wh: 1 Wh or 0.1 %.
    static func energy(_ a: Int, _ reference: Int) -> Closeness {
        let apart = abs(a - reference)
        if apart == 0 { return .equal }
        return apart <= 1 || apart * 1_000 <= abs(reference) ? .tolerated : .beyond
    }

    /// Durations within 60 s, starts within 120 s.
    /// - Parameter ahead: seconds by which the clock behind `a` is agreed to be ahead.
    static func time(_ a: Stay, _ reference: Stay, ahead: Int) -> Closeness {
        if abs(a.start - ahead - reference.start) > start { return .beyond }
        let apart = abs((a.end - a.start) - (reference.end - reference.start))
        return apart == 0 ? .equal : apart <= seconds ? .tolerated : .beyond
    }

    /// Hundredths: 1.00 INR or 0.01 EUR, or 0.5 %.
    static func price(_ a: Int, _ reference: Int, _ currency: String) -> Closeness {
        let apart = abs(a - reference)
        if apart == 0 { return .equal }
        let bound = currency == "INR" ? 100 : 1
        return apart <= bound || apart * 1_000 <= abs(reference) * 5 ? .tolerated : .beyond
    }
}

/// The amounts of one CDR: claimed, held by the hub, and due by the published tariff, in hundredths.
struct Comparison {
    private let claimed: Claim
    private let held: Claim
    private let due: Claim
    private let currency: String

    /// Nil when nothing is due by any tariff. Credits are not compared here.
    init?(_ filed: Filed) {
        let cdr = filed.stands
        guard cdr.creditOf == nil, !cdr.isUnpriceable else { return nil }
        claimed = cdr.claim
        held = (filed.held ?? cdr).claim
        due = Claim(of: cdr.due, by: cdr.stay.plan)
        currency = cdr.currency
    }

    /// The worst of the three against each other, payable.
    var total: Closeness { worst(\.payable) }
    var beforeTax: Closeness { worst(\.before) }

    /// What is settled of a claim that differs: the least anybody says.
    var lowest: Int { max(0, min(claimed.payable, held.payable, due.payable)) }

    /// The claim is what the published tariff gives, or the version that came with the CDR.
    func fits(_ version: TariffPlan, _ cdr: CDRDraft) -> Bool {
        let other = Claim(of: Sandbox.quote(cdr.segments, by: version).total, by: version)
        return Tolerance.price(claimed.payable, due.payable, currency) < .beyond
            || Tolerance.price(claimed.payable, other.payable, currency) < .beyond
    }

    /// Of the counterparty's figure against ours; empty when they are equal, or when the hub's copy
    /// is not what was claimed, for which there is no one cause.
    var causes: [Truth.Cause] {
        guard held == claimed else { return [] }
        let price = claimed.before - due.before
        let tax = claimed.payable - claimed.before - (due.payable - due.before)
        let all = [("PRICE", price), ("TAX", tax)].filter { $0.1 != 0 }
        return all.map { Truth.Cause(kind: $0.0, amount: .init(hundredths: $0.1)) }
    }

    private func worst(_ figure: (Claim) -> Int) -> Closeness {
        let (claim, hub, ours) = (figure(claimed), figure(held), figure(due))
        let first = Tolerance.price(claim, ours, currency)
        guard hub != claim else { return first }
        return max(
            first, Tolerance.price(hub, ours, currency), Tolerance.price(hub, claim, currency))
    }
}
