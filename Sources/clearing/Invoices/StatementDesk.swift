import Foundation
import Hashing
import Intake
import Rating
import Reconciliation
import Roaming
import Store

/// Takes partners' statements in and compares them with what stands with us.
struct StatementDesk {
    let connection: Connection
    let rules: Rules

    init(databaseURL: String, rules: Rules) throws {
        connection = try Connection(databaseURL, as: .invoice)
        self.rules = rules
    }

    /// A statement that was taken in, or had been before.
    struct Taken {
        let stored: StoredStatement
        let content: PartnerStatement
        let isNew: Bool
    }

    /// The same file under the same number again changes nothing; another, or one that is read in
    /// another way now, is the next version of the statement.
    func take(
        _ bytes: [UInt8], named source: String, as subject: PartnerStatement.Subject,
        number: String, map name: String, by person: String, at time: Instant
    ) throws -> Taken {
        let form = try form(name, of: subject)
        let content = readStatement(
            bytes, by: form.map, from: subject.counterparty,
            clock: { form.clock.instant($0) })
        let statement = PartnerStatement(
            subject: subject, number: number, basis: content.basis, rows: content.rows,
            findings: content.findings)
        let digest = digest(of: bytes)
        let before = try versions(of: number, subject)
        if let last = before.last, last.state == .stands, last.file == digest.description,
            try connection.content(of: last) == statement
        {
            return Taken(stored: last, content: statement, isNew: false)
        }
        let transaction = try connection.begin()
        try transaction.save(
            ReceivedStatement(
                statement, version: before.count + 1, bytes: bytes, digest: digest.bytes,
                source: source, map: name, rulesHash: rules.hash, at: time, by: person))
        try transaction.commit()
        guard let stored = try versions(of: number, subject).last else {
            throw Failure.bug("the statement that was just stored is not there")
        }
        return Taken(stored: stored, content: statement, isNew: true)
    }

    private func versions(
        of number: String, _ subject: PartnerStatement.Subject
    ) throws -> [StoredStatement] {
        try connection.partnerStatements(
            month: subject.month, hub: subject.hub, counterparty: subject.counterparty,
            side: subject.side
        ).filter { $0.number == number }
    }

    private func form(
        _ name: String, of subject: PartnerStatement.Subject
    ) throws -> StatementForm {
        guard let hub = rules.hub(named: subject.hub) else {
            throw Failure.usage("no rule file hubs/\(subject.hub).yaml names this hub")
        }
        guard
            hub.partners.contains(subject.counterparty) || hub.counterparty == subject.counterparty
        else {
            throw Failure.usage("\(subject.counterparty) is no partner in hubs/\(hub.name).yaml")
        }
        let forms = rules.statementForms[hub.name] ?? [:]
        guard let form = forms[name] else {
            let known = forms.keys.sorted().joined(separator: ", ")
            throw Failure.usage(
                "hubs/\(hub.name).yaml has no statement_columns `\(name)`; it has: "
                    + (known.isEmpty ? "none" : known))
        }
        return form
    }

    /// A partner's month with the statements that stand for it.
    struct Compared {
        let subject: PartnerStatement.Subject
        let statements: [StoredStatement]
        /// Of ours: what the lines come from.
        let run: Run
        let comparison: StatementComparison
    }

    /// Every partner of the month whose statements stand, or the one that is asked for.
    func compare(
        _ month: Month, hub: String?, counterparty: PartyID?, side: Side?
    ) throws -> [Compared] {
        let standing = try connection.partnerStatements(
            month: month, hub: hub, counterparty: counterparty, side: side
        ).filter { $0.state == .stands }
        guard !standing.isEmpty else {
            throw Failure.refused("no such statement of \(month) stands; `clearing statement list`")
        }
        _ = try connection.upstream(.settle, of: month)
        let run = try connection.upstream(.reconcile, of: month)
        let groups = Dictionary(grouping: standing, by: \.subject)
        return try groups.sorted { $0.key.sortKey.lexicographicallyPrecedes($1.key.sortKey) }.map {
            try compare($0.key, $0.value, of: run)
        }
    }

    private func compare(
        _ subject: PartnerStatement.Subject, _ statements: [StoredStatement], of run: Run
    ) throws -> Compared {
        var filter = LineFilter()
        filter.counterparty = subject.counterparty
        let ours = try connection.lines(of: run, filter).filter {
            $0.line.side == subject.side && !$0.line.ownNetwork
        }
        var elsewhere: [String: String] = [:]
        for taken in try connection.cdrsTakenElsewhere(
            subject.counterparty, subject.side, than: subject.month)
        { elsewhere[Identifier.folded(taken.cdrID)] = taken.month.description }
        let (later, here) = (
            ours.filter { $0.line.disposition == .outOfPeriod },
            ours.filter { $0.line.disposition != .outOfPeriod }
        )
        for found in later {
            guard let id = found.line.cdrID.map(Identifier.folded) else { continue }
            elsewhere[id] = elsewhere[id] ?? "a later month"
        }
        let contents = try statements.map { try connection.content(of: $0) }
        let comparison = try Reconciliation.compare(
            contents, with: here.map { StandingLine(line: $0.line, claimed: $0.claimed) },
            elsewhere: elsewhere,
            within: rules.hub(named: subject.hub)?.tolerances ?? rules.tolerances)
        return Compared(
            subject: subject, statements: statements, run: run, comparison: comparison)
    }

    /// Notes that a statement was taken back; one that was before is left as it is.
    func withdraw(
        _ number: String, of subject: PartnerStatement.Subject, by person: String, at time: Instant,
        why: String
    ) throws -> StoredStatement {
        guard let last = try versions(of: number, subject).last else {
            throw Failure.refused("\(subject.counterparty) sent no statement \(number)")
        }
        guard last.state == .stands else { return last }
        let transaction = try connection.begin()
        try transaction.withdraw(last, by: person, at: time, why: why)
        try transaction.commit()
        return try versions(of: number, subject).last ?? last
    }
}

extension PartnerStatement.Subject {
    fileprivate var sortKey: [String] {
        [counterparty.description, side.rawValue, hub, month.description]
    }
}
