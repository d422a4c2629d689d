package import Amounts

/// Where a dispute stands (settlement practice §2.6, after OCHP and TAP). Raw values are stored.
package enum DisputeState: String, Sendable, Hashable, CaseIterable {
    /// Not disputed yet.
    case none = "NONE"
    /// We object; the partner has not been told.
    case open = "OPEN"
    /// The claim file was made for the partner.
    case sent = "SENT"
    /// The partner has it.
    case acknowledged = "ACKNOWLEDGED"
    /// The partner agrees with us, in words or by silence where the agreement says so.
    case accepted = "ACCEPTED"
    /// The partner owes us a credit for what it had billed too much.
    case creditExpected = "CREDIT_EXPECTED"
    /// The credit arrived.
    case credited = "CREDITED"
    case rejectedByPartner = "REJECTED_BY_PARTNER"
    /// With those who may settle it.
    case escalated = "ESCALATED"
    /// Both sides gave way.
    case settledSplit = "SETTLED_SPLIT"
    /// Nobody will pay what was disputed.
    case writtenOff = "WRITTEN_OFF"
    /// We no longer object.
    case withdrawn = "WITHDRAWN"
    /// A deadline of ours passed; the objection is lost.
    case expired = "EXPIRED"

    /// Nothing follows, whatever happens.
    package var isEnd: Bool {
        switch self {
        case .credited, .settledSplit, .writtenOff, .withdrawn, .expired: true
        case .none, .open, .sent, .acknowledged, .accepted, .creditExpected, .rejectedByPartner,
            .escalated:
            false
        }
    }
}

/// What can happen to a dispute. Each leads to one state, whatever the state before; which are
/// allowed in a state is `Reconciliation`'s table.
package enum DisputeMove: String, Sendable, Hashable, CaseIterable {
    case open = "OPEN"
    /// The amount changed with a later reconciliation, before the partner was told.
    case revise = "REVISE"
    case send = "SEND"
    case acknowledge = "ACKNOWLEDGE"
    case accept = "ACCEPT"
    /// The partner accepts a part; what it rejects goes on as a dispute of its own (`takeOver`).
    case acceptPart = "ACCEPT_PART"
    /// Silence after the deadline, which the agreement takes for consent.
    case acceptSilently = "ACCEPT_SILENTLY"
    case reject = "REJECT"
    /// A new dispute begins with the part that the partner did not accept.
    case takeOver = "TAKE_OVER"
    case expectCredit = "EXPECT_CREDIT"
    /// A credit CDR arrived that takes the whole CDR back.
    case creditCDR = "CREDIT_CDR"
    /// The partner credits what was disputed on paper; no CDR says so.
    case creditNote = "CREDIT_NOTE"
    case escalate = "ESCALATE"
    case split = "SPLIT"
    case writeOff = "WRITE_OFF"
    case withdraw = "WITHDRAW"
    case expire = "EXPIRE"

    package var leadsTo: DisputeState {
        switch self {
        case .open, .revise: .open
        case .send: .sent
        case .acknowledge: .acknowledged
        case .accept, .acceptPart, .acceptSilently: .accepted
        case .reject, .takeOver: .rejectedByPartner
        case .expectCredit: .creditExpected
        case .creditCDR, .creditNote: .credited
        case .escalate: .escalated
        case .split: .settledSplit
        case .writeOff: .writtenOff
        case .withdraw: .withdrawn
        case .expire: .expired
        }
    }
}

/// What a dispute is about: fixed when it is opened. It is about a document (the CDR by its bytes,
/// else the session), so a month that is cleared again from the same documents finds it again.
package struct Dispute: Sendable, Hashable {
    /// `D-2026-10-3f9a1c22b0`, from the document; with `-2` … for a part of one.
    package var id: String
    /// Whose reconciliation listed it.
    package var month: Month
    package var side: Side
    package var counterparty: PartyID
    package var ownParty: PartyID
    package var currency: Currency
    package var hub: String?
    package var sessionID: String?
    package var cdrID: String?
    /// SHA-256 of the received CDR (of the session when there is none), in hex.
    package var document: String
    /// 1, or more for what a partial acceptance left over.
    package var part: Int
    package var disposition: Disposition
    /// The line's reason when the dispute was opened.
    package var reason: String
    package var ours: ExactDecimal?
    package var theirs: ExactDecimal?
    /// Day of the statement that the deadline for raising counts from.
    package var statementDay: Day
    /// Key of the reconciliation that listed it.
    package var reconciledBy: String

    package init(
        id: String, month: Month, side: Side, counterparty: PartyID, ownParty: PartyID,
        currency: Currency, hub: String?, sessionID: String?, cdrID: String?, document: String,
        part: Int, disposition: Disposition, reason: String, ours: ExactDecimal?,
        theirs: ExactDecimal?, statementDay: Day, reconciledBy: String
    ) {
        self.id = id
        self.month = month
        self.side = side
        self.counterparty = counterparty
        self.ownParty = ownParty
        self.currency = currency
        self.hub = hub
        self.sessionID = sessionID
        self.cdrID = cdrID
        self.document = document
        self.part = part
        self.disposition = disposition
        self.reason = reason
        self.ours = ours
        self.theirs = theirs
        self.statementDay = statementDay
        self.reconciledBy = reconciledBy
    }

    /// The id of the first part of the document.
    package var root: String {
        part == 1 ? id : String(id.dropLast("-\(part)".utf8.count))
    }
}

/// One entry of a dispute's history; never changed, only followed.
///
/// Amounts are after tax, in the dispute's currency, with the sign of the disputed amount (below
/// zero when a credit is disputed).
package struct DisputeStep: Sendable, Hashable {
    /// From 0, without gaps.
    package var ordinal: Int
    package var move: DisputeMove
    /// What is in dispute after this step.
    package var amount: ExactDecimal
    /// The part of `amount` before tax.
    package var amountBeforeTax: ExactDecimal
    /// What turned out to be owed after all, by this step: it joins what was agreed.
    package var released: ExactDecimal
    /// The part of `released` before tax.
    package var releasedBeforeTax: ExactDecimal
    /// What turned out not to be owed, by this step.
    package var writtenOff: ExactDecimal
    /// What goes on as another dispute (`acceptPart`).
    package var divided: ExactDecimal
    package var at: Instant
    package var by: String
    package var why: String
    /// What the step rests on: SHA-256 of the claim file, id of the credit CDR.
    package var reference: String?

    package init(
        ordinal: Int, move: DisputeMove, amount: ExactDecimal, amountBeforeTax: ExactDecimal,
        released: ExactDecimal = .zero, releasedBeforeTax: ExactDecimal = .zero,
        writtenOff: ExactDecimal = .zero, divided: ExactDecimal = .zero, at: Instant, by: String,
        why: String, reference: String? = nil
    ) {
        self.ordinal = ordinal
        self.move = move
        self.amount = amount
        self.amountBeforeTax = amountBeforeTax
        self.released = released
        self.releasedBeforeTax = releasedBeforeTax
        self.writtenOff = writtenOff
        self.divided = divided
        self.at = at
        self.by = by
        self.why = why
        self.reference = reference
    }
}

/// A dispute with its history.
package struct DisputeFile: Sendable, Hashable {
    package var dispute: Dispute
    /// In order; at least the first.
    package var steps: [DisputeStep]

    package init(dispute: Dispute, steps: [DisputeStep]) {
        self.dispute = dispute
        self.steps = steps
    }

    /// Follows from the last step.
    package var state: DisputeState { steps.last?.move.leadsTo ?? .none }

    /// What is still in dispute.
    package var amount: ExactDecimal { steps.last?.amount ?? .zero }

    /// The part of `amount` before tax.
    package var amountBeforeTax: ExactDecimal { steps.last?.amountBeforeTax ?? .zero }

    /// Nothing follows: it ended, or nothing is left of it.
    package var isOver: Bool { state.isEnd || (state == .accepted && amount.isZero) }
}
