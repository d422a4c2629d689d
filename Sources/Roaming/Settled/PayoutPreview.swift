package import Amounts

/// What a vendor (the owner of a site) would be paid for the month. A preview: nothing is paid.
package struct PayoutPreview: Sendable, Hashable {
    package var vendor: String
    package var vendorName: String
    package var currency: Currency
    /// Settled at the vendor's locations, own network included; credited ones do not count.
    package var sessions: Int
    /// kWh
    package var energy: ExactDecimal
    /// Agreed before tax.
    package var gross: ExactDecimal
    /// The vendor's percentage of gross, rounded once.
    package var vendorShare: ExactDecimal
    /// gross − vendorShare
    package var magmaShare: ExactDecimal
    package var feeForSessions: ExactDecimal
    /// Rounded once.
    package var feeForEnergy: ExactDecimal
    package var feeMonthly: ExactDecimal
    /// The three together.
    package var fees: ExactDecimal
    /// vendorShare − fees; below zero the vendor owes us.
    package var net: ExactDecimal

    package init(
        vendor: String, vendorName: String, currency: Currency, sessions: Int,
        energy: ExactDecimal, gross: ExactDecimal, vendorShare: ExactDecimal,
        magmaShare: ExactDecimal, feeForSessions: ExactDecimal, feeForEnergy: ExactDecimal,
        feeMonthly: ExactDecimal, fees: ExactDecimal, net: ExactDecimal
    ) {
        self.vendor = vendor
        self.vendorName = vendorName
        self.currency = currency
        self.sessions = sessions
        self.energy = energy
        self.gross = gross
        self.vendorShare = vendorShare
        self.magmaShare = magmaShare
        self.feeForSessions = feeForSessions
        self.feeForEnergy = feeForEnergy
        self.feeMonthly = feeMonthly
        self.fees = fees
        self.net = net
    }
}
