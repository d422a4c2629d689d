package import Amounts
package import Roaming

/// A line of ours that stands for the month: closed, or settled and not yet closed.
package struct StandingLine: Sendable, Hashable {
    package var line: ReconciledLine
    /// As the CDR says; nil without one.
    package var claimed: Price?

    package init(line: ReconciledLine, claimed: Price?) {
        self.line = line
        self.claimed = claimed
    }

    /// What tells it from another line, for an order that depends on nothing else.
    var content: String {
        let ids = [line.hub, line.cdrID, line.sessionID, line.evseID, line.start?.description]
        let amounts = [line.agreed, line.agreedBeforeTax, line.disputed, claimed?.beforeTax]
        return ids.map { $0 ?? "" }.joined(separator: "\t") + "\t"
            + amounts.map { $0?.trimmed().description ?? "" }.joined(separator: "\t")
            + "\t\(line.currency?.description ?? "")\t\(line.disposition.rawValue)\t\(line.reason)"
    }

    /// What we accept of it.
    func agreed(on basis: PartnerStatement.Basis) -> ExactDecimal {
        basis == .afterTax ? line.agreed : line.agreedBeforeTax
    }

    /// What the CDR claims on that basis; nil when it does not say.
    func claim(on basis: PartnerStatement.Basis) throws(AmountOverflow) -> ExactDecimal? {
        basis == .afterTax ? try line.agreed + line.disputed : claimed?.beforeTax
    }
}

/// One line of a statement, one of ours, or one of each that belong together.
package struct StatementEntry: Sendable, Hashable {
    package var disposition: Disposition
    /// Number of the statement, and the line in its file; nil when only we have it.
    package var statement: String?
    package var fileLine: Int?
    package var cdrID: String?
    package var sessionID: String?
    package var start: Instant?
    /// On what the two were found to belong together: `cdr_id`, `session_id`, `evse_id and start`.
    package var matchedBy: String?
    package var theirs: Money?
    /// What the CDR claims, where we know one.
    package var claimed: ExactDecimal?
    /// What we agreed.
    package var ours: Money?
    /// theirs − ours by currency, ordered by it; none that is zero.
    package var differences: [Money]
    /// Of ours, when it has one: how the CDR came out of reconciliation.
    package var reconciled: Disposition?
    package var reason: String

    package var severity: Disposition.Severity {
        if differences.isEmpty { return disposition == .matched ? .none : .warning }
        return disposition == .matchedWithinTolerance ? .warning : .severe
    }
}

/// What holds everything that a partner invoices for a month (severity fatal, as in GSMA TAP).
package struct StatementHold: Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        case unreadable = "FILE_UNREADABLE"
        case wrongParty = "WRONG_PARTY"
        case duplicateStatement = "DUPLICATE_STATEMENT"
    }

    package var code: Code
    package var statement: String
    package var text: String
}

/// The sums of one currency; `theirs − ours = difference`, which is the sum of the entries'.
package struct StatementSum: Sendable, Hashable {
    package var currency: Currency
    package var theirs: ExactDecimal = .zero
    package var ours: ExactDecimal = .zero
    package var difference: ExactDecimal = .zero
}

/// How the statements of a partner's month compare with what stands with us.
package struct StatementComparison: Sendable, Hashable {
    package var basis: PartnerStatement.Basis
    /// Every line of theirs and of ours once, in an order that depends on their content only.
    package var entries: [StatementEntry]
    /// By currency.
    package var sums: [StatementSum]
    /// Not empty: nothing of it is to be paid before they are cleared up.
    package var holds: [StatementHold]

    /// Every line is there on both sides, with equal amounts.
    package var agrees: Bool {
        holds.isEmpty && entries.allSatisfy { $0.severity < .severe }
    }
}

/// Compares what a partner invoices for a month with what stands with us, line by line like CDRs.
/// - Parameters:
///   - statements: those that stand: the newest version of each number.
///   - lines: ours of that partner, side and month; what is out of period belongs in `elsewhere`.
///   - elsewhere: with which month CDRs are settled that are not in this one, by `Identifier.folded`
///     id: `2026-09`, `a later month`.
/// - Throws: `ReconciliationError.mixedBasis` when some statements state totals before tax and some
///   after it.
package func compare(
    _ statements: [PartnerStatement], with lines: [StandingLine], elsewhere: [String: String],
    within tolerances: Tolerances
) throws(ReconciliationError) -> StatementComparison {
    let basis = statements.first?.basis ?? .afterTax
    guard statements.allSatisfy({ $0.basis == basis }) else { throw .mixedBasis }
    let rows = statements.flatMap { statement in
        statement.rows.map { BilledRow(statement: statement.number, row: $0, basis: basis) }
    }
    let judge = StatementJudge(basis: basis, tolerances: tolerances, elsewhere: elsewhere)
    do throws(AmountOverflow) {
        let matched = try StatementMatcher(rows, lines, judge).match()
        var entries: [StatementEntry] = []
        for outcome in matched { entries.append(try judge.entry(of: outcome)) }
        for statement in statements { entries += refused(statement) }
        entries.sort { $0.sortKey < $1.sortKey }
        return StatementComparison(
            basis: basis, entries: entries, sums: try sums(of: entries),
            holds: holds(of: statements))
    } catch {
        throw .amountOverflow(record: "a partner's statement")
    }
}

/// The lines that could not be read; what they come to is not known.
private func refused(_ statement: PartnerStatement) -> [StatementEntry] {
    let severe = statement.findings.filter { $0.code.severity == .severe }
    let byLine = Dictionary(grouping: severe, by: \.line)
    return byLine.map { line, findings in
        let texts = findings.map { $0.column.isEmpty ? $0.text : "\($0.column): \($0.text)" }
        return StatementEntry(
            disposition: .rejected, statement: statement.number, fileLine: line, cdrID: nil,
            sessionID: nil, start: nil, matchedBy: nil, theirs: nil, claimed: nil, ours: nil,
            differences: [], reconciled: nil, reason: texts.joined(separator: " "))
    }
}

private func sums(of entries: [StatementEntry]) throws(AmountOverflow) -> [StatementSum] {
    var sums: [Currency: StatementSum] = [:]
    func change(
        _ money: Money, _ part: WritableKeyPath<StatementSum, ExactDecimal>
    ) throws(AmountOverflow) {
        var sum = sums[money.currency] ?? StatementSum(currency: money.currency)
        sum[keyPath: part] = try sum[keyPath: part] + money.amount
        sums[money.currency] = sum
    }
    for entry in entries {
        if let theirs = entry.theirs { try change(theirs, \.theirs) }
        if let ours = entry.ours { try change(ours, \.ours) }
        for difference in entry.differences { try change(difference, \.difference) }
    }
    return sums.values.sorted { $0.currency < $1.currency }
}

private func holds(of statements: [PartnerStatement]) -> [StatementHold] {
    var holds: [StatementHold] = []
    for statement in statements.sorted(by: { $0.number < $1.number }) {
        for finding in statement.findings where finding.code.severity == .fatal {
            holds.append(
                StatementHold(
                    code: finding.code == .wrongParty ? .wrongParty : .unreadable,
                    statement: statement.number, text: finding.text))
        }
    }
    // The same lines under another number: the later number is the one sent twice.
    var first: [[String]: String] = [:]
    for statement in statements.sorted(by: { $0.number < $1.number }) where !statement.rows.isEmpty
    {
        let content = statement.rows
            .map { BilledRow(statement: "", row: $0, basis: statement.basis).content }.sorted()
        if let other = first[content] {
            holds.append(
                StatementHold(
                    code: .duplicateStatement, statement: statement.number,
                    text: "It has the same \(content.count) lines as statement \(other)."))
        } else {
            first[content] = statement.number
        }
    }
    return holds
}

extension StatementEntry {
    /// By content, so that the order of the files decides nothing but between equal lines.
    fileprivate var sortKey: SortKey {
        func text(_ money: Money?) -> String {
            money.map { "\($0.amount.trimmed()) \($0.currency)" } ?? ""
        }
        return SortKey(
            texts: [
                cdrID.map(Identifier.folded) ?? "", sessionID.map(Identifier.folded) ?? "",
                statement ?? "", disposition.rawValue, text(theirs), text(ours),
                claimed?.trimmed().description ?? "", start?.description ?? "",
                reconciled?.rawValue ?? "", matchedBy ?? "", reason,
            ], line: fileLine ?? 0)
    }

    struct SortKey: Comparable {
        let texts: [String]
        let line: Int

        static func < (a: SortKey, b: SortKey) -> Bool {
            a.texts == b.texts
                ? a.line < b.line : a.texts.lexicographicallyPrecedes(b.texts)
        }
    }
}
