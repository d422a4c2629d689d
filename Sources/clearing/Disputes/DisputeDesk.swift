import Amounts
import Hashing
import Reconciliation
import Roaming
import Store

/// Opens disputes from the lines of a reconciliation and does what people decide about them.
struct DisputeDesk {
    let connection: Connection
    let rules: Rules
    let by: String
    let at: Instant

    init(databaseURL: String, rules: Rules, by: String, at: Instant) throws {
        connection = try Connection(databaseURL, as: .dispute)
        self.rules = rules
        self.by = by
        self.at = at
    }

    /// What opening came to for one line.
    enum Opened {
        case opened(DisputeFile)
        /// Over another amount than before; the partner was not told yet.
        case revised(DisputeFile)
        case unchanged(DisputeFile)
        /// The partner was told of another amount than the line now holds.
        case differs(DisputeFile, now: ExactDecimal)
    }

    /// Opens a dispute over each line, or finds the one there is.
    func open(_ lines: [FoundLine], of run: Run, why: String) throws -> [Opened] {
        let transaction = try connection.begin()
        var results: [Opened] = []
        for found in lines {
            results.append(try open(found, of: run, why: why, in: transaction))
        }
        try transaction.commit()
        return results
    }

    private func open(
        _ found: FoundLine, of run: Run, why: String, in transaction: borrowing Transaction
    ) throws -> Opened {
        let dispute = try dispute(about: found, of: run)
        let disputed = found.line.disputed
        let act = DisputeAct(by: by, at: at, why: why.isEmpty ? found.line.reason : why)
        let parts = try connection.disputes(DisputeFilter(document: dispute.document)).filter {
            $0.dispute.isAbout(dispute)
        }
        guard var known = parts.first else {
            let file = try opening(
                of: dispute, over: disputed, beforeTax: found.disputedBeforeTax, act,
                under: rules.disputes(on: dispute.statementDay))
            try transaction.save(file)
            return .opened(file)
        }
        guard let first = known.steps.last(where: { $0.move == .open || $0.move == .revise }),
            first.amount != disputed
        else { return .unchanged(known) }
        guard known.state == .open, parts.count == 1, !disputed.isZero else {
            return .differs(known, now: disputed)
        }
        let request = DisputeRequest.revise(disputed, beforeTax: found.disputedBeforeTax)
        let step = try Reconciliation.step(request, known, act, under: terms(of: known))
        try transaction.add(step, to: known.dispute.id)
        known.steps.append(step)
        return .revised(known)
    }

    /// - Throws: 65 when the line cannot be disputed.
    private func dispute(about found: FoundLine, of run: Run) throws -> Dispute {
        let line = found.line
        let name = line.cdrID.map { "CDR \($0)" } ?? "session \(line.sessionID ?? "?")"
        guard !line.ownNetwork else {
            throw Failure.refused("\(name) is of our own network: nothing is owed between parties")
        }
        guard let counterparty = line.counterparty, let ownParty = line.ownParty,
            let currency = line.currency, let document = found.document, !line.disputed.isZero
        else {
            throw Failure.refused("nothing of \(name) is in dispute: \(line.disposition.rawValue)")
        }
        let key = [
            document, line.hub ?? "", line.side.rawValue, counterparty.description,
            currency.description,
        ].joined(separator: "\n")
        return Dispute(
            id: "D-\(run.month)-\(digest(of: Array(key.utf8)).description.prefix(10))",
            month: run.month, side: line.side, counterparty: counterparty, ownParty: ownParty,
            currency: currency, hub: line.hub, sessionID: line.sessionID, cdrID: line.cdrID,
            document: document, part: 1, disposition: line.disposition, reason: line.reason,
            ours: line.ours, theirs: line.theirs,
            statementDay: try rules.statementDay(of: run.month), reconciledBy: run.identity.key)
    }

    /// Does something to a dispute and keeps it.
    /// - Returns: the dispute afterwards, and the one that a partial acceptance left over.
    func act(
        _ requests: [DisputeRequest], on file: DisputeFile, why: String, reference: String? = nil
    ) throws -> [DisputeFile] {
        let transaction = try connection.begin()
        let files = try act(
            requests, on: file, why: why, reference: reference, in: transaction)
        try transaction.commit()
        return files
    }

    func act(
        _ requests: [DisputeRequest], on file: DisputeFile, why: String, reference: String?,
        in transaction: borrowing Transaction
    ) throws -> [DisputeFile] {
        let terms = try terms(of: file)
        var (file, others) = (file, [DisputeFile]())
        for request in requests {
            let act = DisputeAct(by: by, at: at, why: why, reference: reference)
            let step = try Reconciliation.step(request, file, act, under: terms)
            try transaction.add(step, to: file.dispute.id)
            if request.move == .acceptPart {
                let part = try nextPart(after: file.dispute)
                let rest = try leftOver(of: file, after: step, part: part, under: terms)
                try transaction.save(rest)
                others.append(rest)
            }
            file.steps.append(step)
        }
        return [file] + others
    }

    /// The terms that count for the dispute to its end.
    func terms(of file: DisputeFile) throws -> DisputeRules {
        try rules.disputes(on: file.dispute.statementDay)
    }

    private func nextPart(after dispute: Dispute) throws -> Int {
        let parts = try connection.disputes(DisputeFilter(document: dispute.document))
        return (parts.filter { $0.dispute.isAbout(dispute) }.map(\.dispute.part).max() ?? 0) + 1
    }
}

// What follows without anybody's decision.
extension DisputeDesk {
    /// What the calendar and the documents have decided by now: silence that counts as consent,
    /// credits to be expected, credits that came, deadlines of ours that passed. Done again, it finds
    /// nothing more to do.
    func advance(_ files: [DisputeFile]) throws -> [(before: DisputeFile, after: DisputeFile)] {
        var changed: [(before: DisputeFile, after: DisputeFile)] = []
        for file in files where !file.isOver {
            let after = try advance(file)
            if after.steps.count != file.steps.count { changed.append((file, after)) }
        }
        return changed
    }

    private func advance(_ file: DisputeFile) throws -> DisputeFile {
        if let credit = try credit(for: file) {
            return try act(
                [.plain(.creditCDR)], on: file,
                why: "credit CDR \(credit.cdrID) takes the whole CDR back", reference: credit.cdrID
            )[0]
        }
        var file = file
        let terms = try terms(of: file)
        let today = terms.day(of: at)
        func isOver(_ deadline: DisputeDeadline) -> Bool {
            terms.lastDay(deadline, of: file).map { today > $0 } ?? false
        }
        switch file.state {
        case .sent, .acknowledged:
            guard isOver(.answer),
                terms.terms(with: file.dispute.counterparty).silence == .accept
            else { return file }
            file = try act(
                [.plain(.acceptSilently)], on: file,
                why: "no answer by the end of \(words(.answer, file, terms))")[0]
        case .open where isOver(.raise), .rejectedByPartner where isOver(.escalate):
            let deadline = file.state == .open ? DisputeDeadline.raise : .escalate
            return try act(
                [.plain(.expire)], on: file,
                why: "\(deadline.words) ended with \(words(deadline, file, terms))")[0]
        default: break
        }
        guard file.state == .accepted, !file.isOver else { return file }
        return try act(
            [.plain(.expectCredit)], on: file, why: "the partner accepted: a credit is due")[0]
    }

    private func words(
        _ deadline: DisputeDeadline, _ file: DisputeFile, _ terms: DisputeRules
    ) -> String { terms.lastDay(deadline, of: file)?.description ?? "" }

    /// The first credit CDR known by now that takes the disputed CDR back in full.
    private func credit(for file: DisputeFile) throws -> CreditFound? {
        try connection.credits(for: file.dispute, until: at.advanced(bySeconds: 1)).first {
            $0.takesAllBack
        }
    }
}

extension CreditFound {
    /// In every figure that both give, and in at least the payable one.
    fileprivate var takesAllBack: Bool {
        func opposes(_ a: ExactDecimal?, _ b: ExactDecimal?) -> Bool {
            guard let a, let b else { return true }
            return (try? a.negated()) == b
        }
        return opposes(claimed.beforeTax, original.beforeTax)
            && opposes(claimed.afterTax, original.afterTax) && claimed.payable != nil
            && opposes(claimed.payable, original.payable)
    }
}

extension Dispute {
    /// Parts of one document's dispute.
    fileprivate func isAbout(_ other: Dispute) -> Bool {
        document == other.document && hub == other.hub && side == other.side
            && counterparty == other.counterparty && currency == other.currency
    }
}

extension FoundLine {
    /// The part of `disputed` before tax, from the claim; all of it where no tax is known.
    fileprivate var disputedBeforeTax: ExactDecimal {
        guard let before = claimed?.beforeTax, let rest = try? before - line.agreedBeforeTax,
            let room = try? line.disputed - rest,
            rest.isZero || rest.isNegative == line.disputed.isNegative,
            room.isZero || room.isNegative == line.disputed.isNegative
        else { return line.disputed }
        return rest
    }
}
