import Amounts
import Roaming

/// Says how each line of a statement came out, in the order in which `Disposition` declares them.
struct StatementJudge {
    let basis: PartnerStatement.Basis
    let tolerances: Tolerances
    let elsewhere: [String: String]

    /// Energies are close enough, or one is not known.
    func fits(_ theirs: ExactDecimal?, _ ours: ExactDecimal?) -> Bool {
        guard let theirs, let ours else { return true }
        return tolerances.tolerates(energy: theirs, against: ours)
    }

    func entry(of outcome: StatementOutcome) throws(AmountOverflow) -> StatementEntry {
        switch outcome {
        case .pair(let row, let line, let key): return try pair(row, line, by: key)
        case .copy(let row, let first):
            return theirs(
                .duplicateSameID, row,
                "Listed already\(otherStatement(first, row)), word for word.")
        case .conflict(let row, let first):
            return theirs(
                .conflict, row,
                "CDR \(row.row.cdrID ?? "") is listed already\(otherStatement(first, row)), over "
                    + "\(Words.amount(first.amount, first.row.currency)); the first one counts.")
        case .ambiguous(let row, let candidates):
            return theirs(
                .ambiguous, row,
                "Fits several of our lines, or several of theirs fit one: "
                    + "\(candidates.joined(separator: ", ")).")
        case .unknown(let row): return unknown(row)
        case .notBilled(let line): return try notBilled(line)
        }
    }

    private func otherStatement(_ first: BilledRow, _ row: BilledRow) -> String {
        first.statement == row.statement ? "" : " on statement \(first.statement)"
    }

    private func theirs(
        _ disposition: Disposition, _ row: BilledRow, _ reason: String
    ) -> StatementEntry {
        let money = Money(row.amount, row.row.currency)
        return StatementEntry(
            disposition: disposition, statement: row.statement, fileLine: row.row.line,
            cdrID: row.row.cdrID, sessionID: row.row.sessionID, start: row.row.start?.from,
            matchedBy: nil, theirs: money, claimed: nil, ours: nil,
            differences: row.amount.isZero ? [] : [money], reconciled: nil, reason: reason)
    }

    private func unknown(_ row: BilledRow) -> StatementEntry {
        if let id = row.cdrID, let place = elsewhere[id] {
            return theirs(
                .outOfPeriod, row, "CDR \(row.row.cdrID ?? "") is settled with \(place).")
        }
        return theirs(.missingSession, row, "We know no such CDR or session in this month.")
    }

    private func notBilled(_ line: StandingLine) throws(AmountOverflow) -> StatementEntry {
        let ours = line.agreed(on: basis)
        let standing = line.line
        let isNothing = ours.isZero
        var differences: [Money] = []
        if !isNothing, let currency = standing.currency {
            differences = [Money(try ours.negated(), currency)]
        }
        return StatementEntry(
            disposition: isNothing ? standing.disposition : .missingCDR, statement: nil,
            fileLine: nil, cdrID: standing.cdrID, sessionID: standing.sessionID,
            start: standing.start, matchedBy: nil, theirs: nil,
            claimed: try line.claim(on: basis),
            ours: standing.currency.map { Money(ours, $0) },
            differences: differences, reconciled: standing.disposition,
            reason: isNothing
                ? "Nothing of it is agreed, and no statement lists it."
                : "We agreed \(Words.amount(ours, standing.currency)), and no statement lists it.")
    }

    private func pair(
        _ row: BilledRow, _ line: StandingLine, by key: String
    ) throws(AmountOverflow) -> StatementEntry {
        let standing = line.line
        let ours = line.agreed(on: basis)
        let claim = try line.claim(on: basis)
        let theirMoney = Money(row.amount, row.row.currency)
        let ourMoney = Money(ours, standing.currency ?? row.row.currency)
        let ruling = try ruling(row, line, claim)
        return StatementEntry(
            disposition: ruling.disposition, statement: row.statement, fileLine: row.row.line,
            cdrID: standing.cdrID ?? row.row.cdrID, sessionID: standing.sessionID,
            start: standing.start ?? row.row.start?.from, matchedBy: key, theirs: theirMoney,
            claimed: claim, ours: ourMoney, differences: try apart(theirMoney, ourMoney),
            reconciled: standing.disposition, reason: ruling.text)
    }

    private func apart(_ theirs: Money, _ ours: Money) throws(AmountOverflow) -> [Money] {
        let differences =
            theirs.currency == ours.currency
            ? [Money(try theirs.amount - ours.amount, theirs.currency)]
            : [theirs, try ours.negated()].sorted { $0.currency < $1.currency }
        return differences.filter { !$0.amount.isZero }
    }

    private func ruling(
        _ row: BilledRow, _ line: StandingLine, _ claim: ExactDecimal?
    ) throws(AmountOverflow) -> (disposition: Disposition, text: String) {
        let standing = line.line
        let ours = line.agreed(on: basis)
        let (billed, agreed) = (
            Words.amount(row.amount, row.row.currency), Words.amount(ours, standing.currency)
        )
        if let currency = standing.currency, currency != row.row.currency {
            return (.currencyMismatch, "They invoice \(billed), we agreed \(agreed).")
        }
        if let energy = row.row.energy, let known = standing.energy, !fits(energy, known) {
            return (
                .energyMismatch,
                "They invoice \(Words.energy(energy)) at \(billed), we know \(Words.energy(known)) "
                    + "and agreed \(agreed)."
            )
        }
        if let text = timesApart(row.row, standing) { return (.timeMismatch, text) }
        if row.amount == ours { return (.matched, "Invoiced as agreed: \(agreed).") }
        if row.amount == claim {
            return (
                standing.disposition,
                "Invoiced as the CDR claims, \(billed), of which we agreed \(agreed): "
                    + "\(standing.reason)"
            )
        }
        return try price(row, line, billed, agreed)
    }

    private func price(
        _ row: BilledRow, _ line: StandingLine, _ billed: String, _ agreed: String
    ) throws(AmountOverflow) -> (disposition: Disposition, text: String) {
        let currency = row.row.currency
        let ours = line.agreed(on: basis)
        let words = "They invoice \(billed), we agreed \(agreed)"
        if try tolerances.closeness(of: row.amount, to: ours, in: currency) < .beyond {
            return (.matchedWithinTolerance, "\(words): within tolerance.")
        }
        if basis == .afterTax, let net = row.row.beforeTax,
            try tolerances.closeness(of: net, to: line.line.agreedBeforeTax, in: currency) < .beyond
        {
            return (
                .taxMismatch,
                "\(words). Before tax they agree: \(Words.amount(net, currency)) against our "
                    + "\(Words.amount(line.line.agreedBeforeTax, currency))."
            )
        }
        return (.priceMismatch, "\(words).")
    }

    private func timesApart(_ row: StatementRow, _ line: ReconciledLine) -> String? {
        if let theirs = row.start, let ours = line.start,
            !theirs.holds(ours, within: tolerances.startSeconds)
        {
            return "Their line starts \(theirs.from), ours \(ours)."
        }
        if let theirs = row.end, let ours = line.end,
            !theirs.holds(ours, within: tolerances.durationSeconds)
        {
            return "Their line ends \(theirs.from), ours \(ours)."
        }
        return nil
    }
}
