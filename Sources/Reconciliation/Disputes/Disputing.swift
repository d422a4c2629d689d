package import Amounts
package import Roaming

/// Who does something to a dispute, when and why.
package struct DisputeAct: Sendable, Hashable {
    package var by: String
    package var at: Instant
    package var why: String
    /// SHA-256 of the claim file, id of the credit CDR.
    package var reference: String?

    package init(by: String, at: Instant, why: String, reference: String? = nil) {
        self.by = by
        self.at = at
        self.why = why
        self.reference = reference
    }
}

/// Why a move is not made; a sentence for the one who asked.
package struct DisputeRefusal: Error, Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }

    static let tooLong = DisputeRefusal("the amounts have more digits than the exact type holds")
}

/// A move with its amount, where it has one.
package enum DisputeRequest: Sendable, Hashable {
    case plain(DisputeMove)
    /// `revise`: what is in dispute now, after and before tax.
    case revise(ExactDecimal, beforeTax: ExactDecimal)
    /// `acceptPart`: how much the partner accepts.
    case acceptPart(ExactDecimal)
    /// `split`: how much of it is owed after all.
    case split(released: ExactDecimal)

    package var move: DisputeMove {
        switch self {
        case .plain(let move): move
        case .revise: .revise
        case .acceptPart: .acceptPart
        case .split: .split
        }
    }
}

/// The next entry of a dispute's history, or why there is none.
///
/// What becomes of the amount: on the eMSP side we hold back what they claim, on the CPO side they
/// hold back what we claim. *Released* is what is owed after all, *written off* what is not.
/// - A partner's acceptance on the CPO side releases it. On the eMSP side it waits for the credit: a
///   credit CDR takes the whole claim back by its own line, so what was held of the claim is released
///   against it; a credit on paper writes it off.
/// - Withdrawn or expired, it is released on the eMSP side (we pay) and written off on the CPO side.
package func step(
    _ request: DisputeRequest, _ file: DisputeFile, _ act: DisputeAct, under rules: DisputeRules
) throws(DisputeRefusal) -> DisputeStep {
    let move = request.move
    guard !act.by.isEmpty else { throw DisputeRefusal("say who does it") }
    if let last = file.steps.last, act.at < last.at {
        throw DisputeRefusal(
            "the history of \(file.dispute.id) goes on to \(last.at); nothing can come before it")
    }
    try check(move, file, act, rules)
    var next = DisputeStep(
        ordinal: file.steps.count, move: move, amount: file.amount,
        amountBeforeTax: file.amountBeforeTax, at: act.at, by: act.by, why: act.why,
        reference: act.reference)
    try check(request, of: file)
    do throws(AmountOverflow) {
        try divide(&next, request, file.dispute.side)
    } catch {
        throw .tooLong
    }
    return next
}

/// A dispute's first entry: what it is about is in dispute from now on.
package func opening(
    of dispute: Dispute, over amount: ExactDecimal, beforeTax: ExactDecimal, _ act: DisputeAct,
    under rules: DisputeRules
) throws(DisputeRefusal) -> DisputeFile {
    guard !amount.isZero else {
        throw DisputeRefusal("nothing of it is in dispute")
    }
    let empty = DisputeFile(dispute: dispute, steps: [])
    var first = try step(.plain(.open), empty, act, under: rules)
    (first.amount, first.amountBeforeTax) = (amount, beforeTax)
    return DisputeFile(dispute: dispute, steps: [first])
}

/// What the partner did not accept goes on as a dispute of its own, rejected from the start.
/// - Parameters:
///   - file: the dispute that was accepted in part.
///   - step: its `acceptPart`.
///   - part: the new one's number, above every part of the document so far.
package func leftOver(
    of file: DisputeFile, after step: DisputeStep, part: Int, under rules: DisputeRules
) throws(DisputeRefusal) -> DisputeFile {
    precondition(step.move == .acceptPart, "only a partial acceptance leaves something over")
    var dispute = file.dispute
    dispute.id = "\(file.dispute.root)-\(part)"
    dispute.part = part
    let act = DisputeAct(
        by: step.by, at: step.at, why: "what \(file.dispute.id) left over: \(step.why)",
        reference: file.dispute.id)
    let empty = DisputeFile(dispute: dispute, steps: [])
    var first = try Reconciliation.step(.plain(.takeOver), empty, act, under: rules)
    first.amount = step.divided
    do throws(AmountOverflow) {
        first.amountBeforeTax =
            try file.amountBeforeTax - step.amountBeforeTax - step.releasedBeforeTax
    } catch { throw .tooLong }
    return DisputeFile(dispute: dispute, steps: [first])
}

/// Whether the amount that the request names can be divided off.
private func check(
    _ request: DisputeRequest, of file: DisputeFile
) throws(DisputeRefusal) {
    let held = file.amount
    let words = held.text(decimals: 2)
    switch request {
    case .plain: break
    case .revise(let amount, _):
        guard !amount.isZero else {
            throw DisputeRefusal("\(file.dispute.id): nothing is left of it: withdraw it")
        }
    case .acceptPart(let part):
        guard part.isWithin(held), !part.isZero, part != held else {
            throw DisputeRefusal(
                "\(file.dispute.id): a part lies between 0 and the \(words) in dispute")
        }
    case .split(let released):
        guard released.isWithin(held) else {
            throw DisputeRefusal(
                "\(file.dispute.id): only \(words) is in dispute, so it cannot be split so")
        }
    }
}

/// Whether the table and its deadlines allow the move.
private func check(
    _ move: DisputeMove, _ file: DisputeFile, _ act: DisputeAct, _ rules: DisputeRules
) throws(DisputeRefusal) {
    let id = file.dispute.id
    func refuse(_ text: String) -> DisputeRefusal { DisputeRefusal("\(id): \(text)") }
    if file.isOver, !file.state.isEnd {
        throw refuse("it ended: the partner accepted it and nothing is left to credit")
    }
    let today = rules.day(of: act.at)
    switch answer(to: move, in: file.state) {
    case .refused(let why): throw refuse(why)
    case .to: break
    case .after(let deadline, _):
        guard let last = rules.lastDay(deadline, of: file), today > last else {
            throw refuse("\(deadline.words) runs to the end of \(day(deadline, file, rules))")
        }
    case .until(let deadline, _):
        guard let last = rules.lastDay(deadline, of: file), today <= last else {
            throw refuse("\(deadline.words) ended with \(day(deadline, file, rules))")
        }
    }
    if move == .acceptSilently, rules.terms(with: file.dispute.counterparty).silence == .hold {
        throw refuse("the agreement does not take silence for consent: escalate it")
    }
}

private func day(
    _ deadline: DisputeDeadline, _ file: DisputeFile, _ rules: DisputeRules
) -> String {
    rules.lastDay(deadline, of: file)?.description ?? "no day"
}

/// Where the amount goes.
private func divide(
    _ step: inout DisputeStep, _ request: DisputeRequest, _ side: Side
) throws(AmountOverflow) {
    let held = step.amount
    switch request {
    case .revise(let amount, let beforeTax):
        (step.amount, step.amountBeforeTax) = (amount, beforeTax)
    case .acceptPart(let accepted):
        step.divided = try held - accepted
        let beforeTax = try beforeTax(of: accepted, and: step.divided, step)
        (step.amount, step.amountBeforeTax) = (accepted, beforeTax)
        if side == .cpo { release(&step) }
    case .split(let released):
        step.writtenOff = try held - released
        step.releasedBeforeTax = try beforeTax(of: released, and: step.writtenOff, step)
        (step.released, step.amount, step.amountBeforeTax) = (released, .zero, .zero)
    case .plain(let move):
        switch move {
        case .accept, .acceptSilently: if side == .cpo { release(&step) }
        case .creditCDR: release(&step)
        case .creditNote, .writeOff: writeOff(&step)
        case .withdraw, .expire: side == .emsp ? release(&step) : writeOff(&step)
        default: break
        }
    }
}

/// Of the amount before tax, the share of the first of two parts; cents that do not divide go by the
/// larger remainder, so that both shares sum to the whole.
private func beforeTax(
    of part: ExactDecimal, and rest: ExactDecimal, _ step: DisputeStep
) throws(AmountOverflow) -> ExactDecimal {
    let whole = step.amountBeforeTax
    return try whole.split(
        by: [part.magnitude(), rest.magnitude()], digits: max(whole.scale, 2))[0]
}

private func release(_ step: inout DisputeStep) {
    (step.released, step.amount) = (step.amount, .zero)
    (step.releasedBeforeTax, step.amountBeforeTax) = (step.amountBeforeTax, .zero)
}

private func writeOff(_ step: inout DisputeStep) {
    (step.writtenOff, step.amount) = (step.amount, .zero)
    step.amountBeforeTax = .zero
}

extension ExactDecimal {
    /// Between zero and `whole`, both included, whatever the sign.
    fileprivate func isWithin(_ whole: ExactDecimal) -> Bool {
        whole.isNegative ? self <= .zero && self >= whole : self >= .zero && self <= whole
    }
}

extension DisputeDeadline {
    /// `our deadline for sending it`
    package var words: String {
        switch self {
        case .raise: "our deadline for sending it"
        case .acknowledge: "the partner's deadline for acknowledging it"
        case .answer: "the partner's deadline for answering it"
        case .escalate: "our deadline for escalating it"
        }
    }
}
