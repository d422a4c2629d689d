import Amounts
import Roaming

/// How figures are written in reasons.
enum Words {
    /// `118.00 INR`, with as many decimals as are needed and at least two.
    static func amount(_ amount: ExactDecimal, _ currency: Currency?) -> String {
        guard let currency else { return amount.text(decimals: 2) }
        return "\(amount.text(decimals: 2)) \(currency)"
    }

    static func energy(_ energy: ExactDecimal) -> String { "\(energy.trimmed()) kWh" }

    /// `1:02:05` hours, minutes, seconds; milliseconds only where there are some.
    static func duration(milliseconds: Int64) -> String {
        let whole = milliseconds.magnitude
        let seconds = whole / 1000
        let sign = milliseconds < 0 ? "-" : ""
        let rest = whole % 1000 == 0 ? "" : "." + two(whole % 1000 / 10) + "\(whole % 10)"
        return "\(sign)\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))\(rest)"
    }

    static func either(_ bound: String, orPercent percent: ExactDecimal) -> String {
        "\(bound) or \(percent.trimmed()) %"
    }

    private static func two(_ value: UInt64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension CDRFields {
    /// What the CDR claims, for reasons: `118.00 INR`, `no total`.
    var claimInWords: String {
        claimed.payable.map { Words.amount($0, currency) } ?? "no total"
    }
}

extension Matter {
    /// `Our rating of its tariff comes to 116.50 INR`.
    var oursInWords: String {
        guard let ours = figures.ours else { return "we have no figure of our own" }
        return "our rating of the tariff comes to \(Words.amount(ours, figures.currency))"
    }

    /// Who claims what: `They claim 118.00 INR`, or `We issued 118.00 INR, hubject holds 117.00 INR`.
    var claimInWords: String {
        guard let record = subject.record else { return "Nothing is claimed" }
        let claim = record.stands.claimInWords
        guard desk.side == .cpo else { return "They claim \(claim)" }
        guard record.isIssued else {
            return "\(record.stands.hub) holds \(claim), which we did not issue"
        }
        guard let held = record.held else { return "We issued \(claim)" }
        return held.claimed.payable == record.stands.claimed.payable
            && held.currency == record.stands.currency
            ? "We issued \(claim), as \(held.hub) holds it"
            : "We issued \(claim), \(held.hub) holds \(held.claimInWords)"
    }
}
