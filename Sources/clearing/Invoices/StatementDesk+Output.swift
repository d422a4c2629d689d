import Amounts
import Reconciliation
import Roaming
import Store

extension StoredStatement {
    var json: JSONValue {
        .object([
            ("month", .string(subject.month.description)), ("hub", .string(subject.hub)),
            ("counterparty", .string(subject.counterparty.description)),
            ("side", .string(subject.side.rawValue)), ("number", .string(number)),
            ("version", .integer(version)), ("state", .string(state.rawValue)),
            ("lines", .integer(lines)), ("refused", .integer(refused)),
            ("basis", .string(basis.rawValue)), ("file_sha256", .string(file)),
            ("source", .string(source)), ("map", .string(map)),
            ("received_at", .string(receivedAt.description)), ("received_by", .string(receivedBy)),
        ])
    }

    static func table(_ statements: [StoredStatement]) -> String {
        var table = TextTable([
            ("Month", .left), ("Counterparty", .left), ("Side", .left), ("Number", .left),
            ("Version", .right), ("State", .left), ("Lines", .right), ("Refused", .right),
            ("SHA-256", .left), ("File", .left),
        ])
        for one in statements {
            table.add([
                one.subject.month.description, one.subject.counterparty.description,
                one.subject.side.rawValue, one.number.printable, "\(one.version)",
                one.state.rawValue, "\(one.lines)", "\(one.refused)", String(one.file.prefix(12)),
                one.source.printable,
            ])
        }
        return table.render()
    }
}

extension StatementFinding {
    var json: JSONValue {
        .object([
            ("code", .string(code.rawValue)), ("severity", .string(code.severity.rawValue)),
            ("line", .integer(line)), ("column", .string(column)), ("text", .string(text)),
            ("at_stake", .amount(atStake)),
        ])
    }

    static func table(_ findings: [StatementFinding]) -> String {
        var table = TextTable([
            ("Finding", .left), ("Severity", .left), ("Line", .right), ("Column", .left),
            ("What", .left),
        ])
        for finding in findings {
            table.add([
                finding.code.rawValue, finding.code.severity.rawValue,
                finding.line == 0 ? "" : "\(finding.line)", finding.column.printable,
                finding.text.printable,
            ])
        }
        return table.render()
    }
}

extension StatementDesk.Compared {
    /// `2026-10 IN-ZEO, emsp over hubject: statements Z-1, Z-2 against reconcile 3f2a…`
    var title: String {
        let numbers = statements.map { $0.number.printable }.joined(separator: ", ")
        return "\(subject.month) \(subject.counterparty), \(subject.side.rawValue) over"
            + " \(subject.hub): \(numbers) against reconcile \(run.identity.key.prefix(12))"
    }

    var json: JSONValue {
        .object([
            ("month", .string(subject.month.description)), ("hub", .string(subject.hub)),
            ("counterparty", .string(subject.counterparty.description)),
            ("side", .string(subject.side.rawValue)),
            ("statements", .array(statements.map(\.json))),
            ("reconcile_key", .string(run.identity.key)),
            ("basis", .string(comparison.basis.rawValue)),
            ("held", .bool(!comparison.holds.isEmpty)),
            (
                "holds",
                .array(
                    comparison.holds.map { hold in
                        .object([
                            ("code", .string(hold.code.rawValue)),
                            ("severity", .string(Disposition.Severity.fatal.rawValue)),
                            ("statement", .string(hold.statement)), ("text", .string(hold.text)),
                        ])
                    })
            ),
            (
                "sums",
                .array(
                    comparison.sums.map { sum in
                        .object([
                            ("currency", .string(sum.currency.description)),
                            ("theirs", .amount(sum.theirs)), ("ours", .amount(sum.ours)),
                            ("difference", .amount(sum.difference)),
                        ])
                    })
            ), ("entries", .array(comparison.entries.map(\.json))),
        ])
    }

    /// - Parameter everything: also what agrees.
    func text(everything: Bool) -> String {
        var lines = TextTable([
            ("Finding", .left), ("Statement", .left), ("Line", .right), ("CDR", .left),
            ("Currency", .left), ("Theirs", .right), ("Claim", .right), ("Ours", .right),
            ("Difference", .right), ("Why", .left),
        ])
        var counts: [Disposition: Int] = [:]
        for entry in comparison.entries {
            counts[entry.disposition, default: 0] += 1
            guard everything || entry.severity >= .severe || entry.disposition == .rejected else {
                continue
            }
            lines.add(entry.cells)
        }
        var kinds = TextTable([("Finding", .left), ("Lines", .right)])
        for disposition in Disposition.allCases {
            guard let count = counts[disposition] else { continue }
            kinds.add([disposition.rawValue, "\(count)"])
        }
        var sums = TextTable([
            ("Currency", .left), ("Theirs", .right), ("Ours", .right), ("Difference", .right),
        ])
        for sum in comparison.sums {
            sums.add([
                sum.currency.description, sum.theirs.text(decimals: 2), sum.ours.text(decimals: 2),
                sum.difference.text(decimals: 2),
            ])
        }
        let holds = comparison.holds.map {
            "HELD: \($0.code.rawValue), statement \($0.statement.printable): \($0.text.printable)\n"
        }
        return title + "\n\n" + holds.joined() + lines.render() + "\n" + kinds.render() + "\n"
            + sums.render()
    }
}

extension StatementEntry {
    fileprivate var currencies: String {
        let both = [theirs?.currency, ours?.currency].compactMap { $0?.description }
        return Set(both).sorted().joined(separator: "/")
    }

    fileprivate var cells: [String] {
        func text(_ value: ExactDecimal?) -> String { value?.text(decimals: 2) ?? "" }
        return [
            disposition.rawValue, statement?.printable ?? "", fileLine.map { "\($0)" } ?? "",
            (cdrID ?? sessionID ?? "").printable, currencies, text(theirs?.amount), text(claimed),
            text(ours?.amount),
            differences.map { $0.amount.text(decimals: 2) }.joined(separator: " "),
            reason.printable,
        ]
    }

    fileprivate var json: JSONValue {
        func money(_ value: Money?) -> JSONValue {
            guard let value else { return .null }
            return .object([
                ("amount", .amount(value.amount)),
                ("currency", .string(value.currency.description)),
            ])
        }
        return .object([
            ("disposition", .string(disposition.rawValue)),
            ("severity", .string(severity.rawValue)), ("statement", .text(statement)),
            ("line", fileLine.map { .integer($0) } ?? .null), ("cdr_id", .text(cdrID)),
            ("session_id", .text(sessionID)), ("matched_by", .text(matchedBy)),
            ("theirs", money(theirs)), ("claim", .amount(claimed)), ("ours", money(ours)),
            ("differences", .array(differences.map { money($0) })),
            ("reconciled", .text(reconciled?.rawValue)), ("reason", .string(reason)),
        ])
    }
}
