package import Roaming

/// The life-cycle as a table: what each move does in each state. Total: every pair has an answer.
package enum DisputeAnswer: Sendable, Hashable {
    case to(DisputeState)
    /// Only after the last day of a deadline.
    case after(DisputeDeadline, DisputeState)
    /// Only until the last day of a deadline.
    case until(DisputeDeadline, DisputeState)
    /// Why not, as a sentence for the one who asked.
    case refused(String)

    package var next: DisputeState? {
        switch self {
        case .to(let state), .after(_, let state), .until(_, let state): state
        case .refused: nil
        }
    }
}

/// Deadlines in calendar days (settlement practice §2.6). The last day counts whole.
package enum DisputeDeadline: String, Sendable, Hashable, CaseIterable {
    /// Ours: to send the claim, from the statement.
    case raise
    /// Theirs: to confirm that they have it, from the sending.
    case acknowledge
    /// Theirs: to answer, from the sending (who acknowledges late gains nothing).
    case answer
    /// Ours: to escalate, from the rejection.
    case escalate
}

/// What a move does in a state (settlement practice §2.6).
///
/// The specification draws the ordinary way; three ways that practice needs are added: a credit CDR
/// settles a dispute wherever it stands, because what it takes back includes the part in dispute; a
/// partner's silence that the agreement does not take for consent can be escalated like a refusal;
/// and an objection of ours that proves wrong can be withdrawn before it was escalated.
package func answer(to move: DisputeMove, in state: DisputeState) -> DisputeAnswer {
    switch state {
    case .none: new(move)
    case .open: open(move)
    case .sent, .acknowledged: waiting(move, state)
    case .accepted, .creditExpected: accepted(move, state)
    case .rejectedByPartner: rejected(move)
    case .escalated: escalated(move)
    case .credited: .refused("it ended: the partner credited it")
    case .settledSplit: .refused("it ended: both sides settled on a split")
    case .writtenOff: .refused("it ended: it was written off")
    case .withdrawn: .refused("it ended: we withdrew it")
    case .expired: .refused("it ended: our deadline had passed")
    }
}

private func new(_ move: DisputeMove) -> DisputeAnswer {
    switch move {
    case .open, .takeOver: .to(move.leadsTo)
    default: .refused("it was not opened yet")
    }
}

private func open(_ move: DisputeMove) -> DisputeAnswer {
    switch move {
    case .revise, .withdraw, .creditCDR: .to(move.leadsTo)
    case .send: .until(.raise, .sent)
    case .expire: .after(.raise, .expired)
    case .open, .takeOver: .refused("it is open already")
    case .acknowledge, .accept, .acceptPart, .acceptSilently, .reject, .escalate, .expectCredit,
        .creditNote, .split, .writeOff:
        .refused("the partner was not told yet: send it first")
    }
}

private func waiting(_ move: DisputeMove, _ state: DisputeState) -> DisputeAnswer {
    switch move {
    case .acknowledge where state == .sent: .to(.acknowledged)
    case .accept, .acceptPart, .reject:
        state == .acknowledged
            ? .to(move.leadsTo)
            : .refused("the partner has not acknowledged it: an answer acknowledges it first")
    case .withdraw, .creditCDR: .to(move.leadsTo)
    case .acceptSilently: .after(.answer, .accepted)
    case .escalate: .after(.answer, .escalated)
    case .acknowledge: .refused("the partner has acknowledged it already")
    case .open, .takeOver: .refused("it is open already")
    case .revise: .refused("the partner has the claim: what it says stands")
    case .send: .refused("it was sent already")
    case .expectCredit, .creditNote: .refused("the partner has not accepted it")
    case .split, .writeOff: .refused("only what was escalated is settled so: wait for the answer")
    case .expire: .refused("it is the partner's turn: no deadline of ours runs")
    }
}

private func accepted(_ move: DisputeMove, _ state: DisputeState) -> DisputeAnswer {
    switch move {
    case .expectCredit where state == .accepted: .to(.creditExpected)
    case .creditCDR: .to(.credited)
    case .creditNote:
        state == .creditExpected ? .to(.credited) : .refused("no credit is expected yet")
    case .expectCredit: .refused("the credit is expected already")
    case .open, .takeOver: .refused("it is open already")
    case .revise, .send, .acknowledge, .accept, .acceptPart, .acceptSilently, .reject, .escalate,
        .split, .writeOff, .withdraw, .expire:
        .refused("the partner has accepted it: only the credit is outstanding")
    }
}

private func rejected(_ move: DisputeMove) -> DisputeAnswer {
    switch move {
    case .escalate: .until(.escalate, .escalated)
    case .expire: .after(.escalate, .expired)
    case .withdraw, .creditCDR: .to(move.leadsTo)
    case .split, .writeOff: .refused("only what was escalated is settled so: escalate it first")
    case .open, .takeOver: .refused("it is open already")
    case .revise, .send, .acknowledge, .accept, .acceptPart, .acceptSilently, .reject,
        .expectCredit, .creditNote:
        .refused("the partner has rejected it: escalate or withdraw it")
    }
}

private func escalated(_ move: DisputeMove) -> DisputeAnswer {
    switch move {
    case .split, .writeOff, .withdraw, .creditCDR: .to(move.leadsTo)
    case .open, .takeOver: .refused("it is open already")
    case .escalate: .refused("it was escalated already")
    case .revise, .send, .acknowledge, .accept, .acceptPart, .acceptSilently, .reject,
        .expectCredit, .creditNote, .expire:
        .refused("it is escalated: settle it by a split, write it off, or withdraw it")
    }
}
