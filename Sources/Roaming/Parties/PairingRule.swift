/// How the CDRs of one hub are matched (settlement practice §2.2).
package struct PairingRule: Sendable, Hashable {
    /// What is done about the difference between a partner's clock and ours.
    package enum Clock: Sendable, Hashable {
        /// Times are compared as they are.
        case none
        /// By the median of the start differences over exactly matched pairs.
        case estimated
        /// By what the partner told us: positive when its clock is ahead of ours.
        case seconds(Int64)
    }

    /// The passes that apply; nil for all but M7, which only ever finds work for people, and M3 as
    /// the month's rule says.
    package var passes: Set<MatchingPass>?
    /// M6 and M7: how much of the longer of two intervals both must share, 1 ... 100.
    package var overlapPercent: Int
    package var clockOffset: Clock

    package init(
        passes: Set<MatchingPass>? = nil, overlapPercent: Int = 80,
        clockOffset: Clock = .none
    ) {
        precondition((1...100).contains(overlapPercent), "rule files hold 1 to 100")
        self.passes = passes
        self.overlapPercent = overlapPercent
        self.clockOffset = clockOffset
    }

    package static let standard = PairingRule()

    /// - Parameter cdrMayBeSession: what the month's rule says about M3, which a list overrules.
    package func allows(_ pass: MatchingPass, cdrMayBeSession: Bool) -> Bool {
        if let passes { return pass == .cdrID || passes.contains(pass) }
        switch pass {
        case .cdrIsSession: return cdrMayBeSession
        case .unknownToken: return false
        default: return true
        }
    }
}
