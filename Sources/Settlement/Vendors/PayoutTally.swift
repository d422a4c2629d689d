import Amounts
import Roaming

/// Running sums of what was settled at the vendors' sites.
struct PayoutTally {
    /// Sessions under one entry of a vendor's terms, in one currency.
    private struct Key: Hashable {
        let vendor: Int
        let currency: Currency
        /// Day from which the terms hold; nil before the first entry: no share, no fees.
        let termsFrom: Day?
    }

    private struct Sums {
        var sessions = 0
        var energy = ExactDecimal.zero
        var gross = ExactDecimal.zero
    }

    private let month: Month
    private let rules: SettlementRules
    private var sums: [Key: Sums] = [:]
    private(set) var sessionsWithoutVendor = 0

    init(month: Month, rules: SettlementRules) {
        self.month = month
        self.rules = rules
    }

    /// Takes a line of the CPO side, own network or not. The terms are those of the day on which it
    /// ended. Amounts that cancel (a credited CDR and its credit) add up to nothing.
    mutating func add(_ line: ReconciledLine, in currency: Currency) throws(SettlementError) {
        let settled = line.isSettled
        guard settled || !line.agreedBeforeTax.isZero else { return }
        guard let vendor = rules.vendor(at: line.locationID) else {
            if settled { sessionsWithoutVendor += 1 }
            return
        }
        let day = line.end.map { rules.day(of: $0) } ?? month.firstDay
        let entry = rules.vendors[vendor].terms.all.last { $0.from <= day }
        let key = Key(vendor: vendor, currency: currency, termsFrom: entry?.from)
        do {
            var sum = sums[key] ?? Sums()
            sum.gross = try sum.gross + line.agreedBeforeTax
            if settled {
                sum.sessions += 1
                sum.energy = try sum.energy + (line.energy ?? .zero)
            }
            sums[key] = sum
        } catch {
            throw .amountOverflow
        }
    }

    /// One preview for each vendor and currency with sessions, or with a monthly fee to pay.
    func previews() throws(SettlementError) -> [PayoutPreview] {
        var previews: [PayoutPreview] = []
        let lastDay = month.next.firstDay.advanced(by: -1)
        for (index, vendor) in rules.vendors.enumerated() {
            let parts = sums.filter { $0.key.vendor == index }
            let current = vendor.terms.rule(on: lastDay)
            var currencies = Set(parts.keys.map(\.currency))
            if let current, !current.feeMonthly.isZero { currencies.insert(current.currency) }
            for currency in currencies.sorted() {
                let own = parts.filter { $0.key.currency == currency }
                let monthly = current?.currency == currency ? current?.feeMonthly : nil
                do {
                    previews.append(
                        try preview(vendor, currency, own, monthly: monthly ?? .zero))
                } catch {
                    throw .amountOverflow
                }
            }
        }
        return previews
    }

    private func preview(
        _ vendor: VendorRule, _ currency: Currency, _ parts: [Key: Sums], monthly: ExactDecimal
    ) throws(AmountOverflow) -> PayoutPreview {
        var all = Sums()
        // In hundredths of the currency unit, since shares are percentages.
        var share = ExactDecimal.zero
        var forSessions = ExactDecimal.zero
        var forEnergy = ExactDecimal.zero
        for (key, part) in parts {
            all.sessions += part.sessions
            all.energy = try all.energy + part.energy
            all.gross = try all.gross + part.gross
            guard let from = key.termsFrom, let terms = vendor.terms.rule(on: from) else {
                continue
            }
            share = try share + part.gross * terms.sharePercent
            guard terms.currency == currency else { continue }
            forSessions = try forSessions + terms.feePerSession * ExactDecimal(part.sessions)
            forEnergy = try forEnergy + terms.feePerKWh * part.energy
        }
        let hundredth = ExactDecimal(coefficient: 1, scale: 2)
        let vendorShare = try (share * hundredth).rounded(rules.payoutRounding)
        forEnergy = try forEnergy.rounded(rules.payoutRounding)
        let fees = try forSessions + forEnergy + monthly
        return PayoutPreview(
            vendor: vendor.id, vendorName: vendor.name, currency: currency,
            sessions: all.sessions, energy: all.energy, gross: all.gross,
            vendorShare: vendorShare, magmaShare: try all.gross - vendorShare,
            feeForSessions: forSessions, feeForEnergy: forEnergy, feeMonthly: monthly,
            fees: fees, net: try vendorShare - fees)
    }
}
