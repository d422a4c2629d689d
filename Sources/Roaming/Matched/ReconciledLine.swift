package import Amounts

/// One line of the reconciliation: one session, one CDR, or one of each that belong together.
///
/// What is claimed is either agreed or disputed: `claim = agreed + disputed`, exactly. The claim is
/// the CDR's payable total: theirs on the eMSP side, ours as issued on the CPO side.
package struct ReconciledLine: Sendable, Hashable {
    package var disposition: Disposition
    package var side: Side
    /// Where the counterparty's record came from; the hub over which the partner is reached when only
    /// our own is there; nil on our own network.
    package var hub: String?
    /// Nil only for a rejected object whose parties are unreadable.
    package var counterparty: PartyID?
    /// CPO and eMSP are both ours: compared and paid to vendors, never a position.
    package var ownNetwork: Bool
    /// Which of our parties it is: the CPO on the CPO side, the eMSP on the other; nil only where it
    /// cannot be read.
    package var ownParty: PartyID?
    /// The month in which the charging ended. Before the month being cleared it is a prior-period
    /// adjustment; nil only where no date can be read.
    package var serviceMonth: Month?
    package var sessionID: String?
    package var cdrID: String?
    package var sessionObject: Int64?
    package var cdrObject: Int64?
    /// Which pass of the ladder matched (`M1` … `M8`); nil when unmatched.
    package var matchedBy: String?
    /// On what the match rests, in words: `session_id S-17`; empty when unmatched.
    package var evidence: String
    package var currency: Currency?
    /// Our figure, after tax: re-rated from the tariff (or our session's cost when there is no CDR).
    package var ours: ExactDecimal?
    /// The counterparty's figure, after tax.
    package var theirs: ExactDecimal?
    /// theirs − ours; nil when either is missing or the currencies differ.
    package var difference: ExactDecimal?
    /// What the difference is made of; the amounts sum to it exactly. Empty when there is none, and
    /// on lines read back from the database, which keeps them apart.
    package var causes: [DifferenceCause]
    /// After tax.
    package var agreed: ExactDecimal
    /// The part of `agreed` before tax.
    package var agreedBeforeTax: ExactDecimal
    /// After tax.
    package var disputed: ExactDecimal
    package var locationID: String?
    package var evseID: String?
    package var start: Instant?
    package var end: Instant?
    /// kWh of the CDR, else of the session.
    package var energy: ExactDecimal?
    /// Plain words with the amounts: why this disposition.
    package var reason: String

    /// A credit that is settled all the same holds nothing, whatever its signs.
    package var severity: Disposition.Severity {
        disposition == .creditAmbiguousSign && disputed.isZero ? .warning : disposition.severity
    }

    package init(
        disposition: Disposition, side: Side, hub: String?, counterparty: PartyID?,
        ownNetwork: Bool, sessionID: String?, cdrID: String?, sessionObject: Int64?,
        cdrObject: Int64?, matchedBy: String?, currency: Currency?, ours: ExactDecimal?,
        theirs: ExactDecimal?, difference: ExactDecimal?, agreed: ExactDecimal,
        agreedBeforeTax: ExactDecimal, disputed: ExactDecimal, locationID: String?,
        evseID: String?, start: Instant?, end: Instant?, energy: ExactDecimal?, reason: String,
        ownParty: PartyID? = nil, serviceMonth: Month? = nil, evidence: String = "",
        causes: [DifferenceCause] = []
    ) {
        self.disposition = disposition
        self.side = side
        self.hub = hub
        self.counterparty = counterparty
        self.ownNetwork = ownNetwork
        self.sessionID = sessionID
        self.cdrID = cdrID
        self.sessionObject = sessionObject
        self.cdrObject = cdrObject
        self.matchedBy = matchedBy
        self.currency = currency
        self.ours = ours
        self.theirs = theirs
        self.difference = difference
        self.agreed = agreed
        self.agreedBeforeTax = agreedBeforeTax
        self.disputed = disputed
        self.locationID = locationID
        self.evseID = evseID
        self.start = start
        self.end = end
        self.energy = energy
        self.reason = reason
        self.ownParty = ownParty
        self.serviceMonth = serviceMonth
        self.evidence = evidence
        self.causes = causes
    }
}
