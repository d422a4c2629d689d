import Amounts
import Foundation
import Intake
import Reconciliation
import Roaming
import Store

extension StoredInvoiceRecord {
    var json: JSONValue {
        .object([
            ("owner", .string(record.owner.description)), ("id", .string(record.id)),
            ("version", .integer(version)), ("deleted", .bool(isDeleted)),
            ("invoice_id", .string(record.invoiceID)),
            ("last_updated", .string(record.lastUpdated.description)),
            ("counterparty", .string(counterparty.description)),
            ("month", .text(ours?.month.description)), ("side", .text(ours?.side.rawValue)),
            ("cdrs", .array(record.cdrs.map(JSONValue.string))),
        ])
    }

    static func table(_ records: [StoredInvoiceRecord]) -> String {
        var table = TextTable([
            ("Owner", .left), ("Record", .left), ("Version", .right), ("State", .left),
            ("Invoice", .left), ("With", .left), ("Month", .left), ("Side", .left),
            ("CDRs", .right), ("Last updated", .left),
        ])
        for one in records {
            table.add([
                one.record.owner.description, one.record.id.printable, "\(one.version)",
                one.isDeleted ? "deleted" : "stands", one.record.invoiceID.printable,
                one.counterparty.description, one.ours?.month.description ?? "",
                one.ours?.side.rawValue ?? "", "\(one.record.cdrs.count)",
                one.record.lastUpdated.description,
            ])
        }
        return table.render()
    }
}

extension InvoiceDesk.Published {
    var json: JSONValue {
        .object([
            ("state", .string(isNew ? "new" : "already there")), ("record", stored.json),
            ("annex", annex.map { .written(String(decoding: $0.body, as: UTF8.self)) } ?? .null),
            ("algorithm", .text(annex?.algorithm)),
            (
                "signature",
                .text(annex.map { Data($0.signature).base64EncodedString() })
            ),
        ])
    }
}

extension InvoiceDesk.Received {
    var isTaken: Bool {
        switch outcome {
        case .success(.created), .success(.updated), .success(.unchanged): true
        default: false
        }
    }

    private var words: String {
        switch outcome {
        case .success(.created): "new"
        case .success(.updated): "next version"
        case .success(.unchanged): "known already"
        case .success(.refused(let why)): why
        case .success: "unknown"
        case .failure(let reject): "\(reject.code) \(reject.text)"
        }
    }

    func json(file: String) -> JSONValue {
        .object([
            ("file", .string(file)), ("line", .integer(line)), ("taken", .bool(isTaken)),
            ("outcome", .string(words)), ("owner", .text(record?.owner.description)),
            ("id", .text(record?.id)),
            (
                "findings",
                .array(
                    findings.map {
                        .object([
                            ("code", .string($0.code)), ("pointer", .string($0.pointer)),
                            ("text", .string($0.text)),
                        ])
                    })
            ),
        ])
    }

    static func table(_ received: [(file: String, one: InvoiceDesk.Received)]) -> String {
        var table = TextTable([
            ("File", .left), ("Line", .right), ("Owner", .left), ("Record", .left),
            ("What", .left),
        ])
        for (file, one) in received {
            let notes = one.findings.map { "; \($0.text)" }.joined()
            table.add([
                file.printable, "\(one.line)", one.record?.owner.description ?? "",
                (one.record?.id ?? "").printable, (one.words + notes).printable,
            ])
        }
        return table.render()
    }
}

extension RecordVerdict {
    /// What is odd, by kind.
    fileprivate var kinds: [(name: String, mentions: [Mention])] {
        [
            ("unknown", unknown), ("other_month", elsewhere), ("taken_back", takenBack),
            ("double", double), ("disputed", disputed),
        ]
    }

    fileprivate var json: JSONValue {
        func sums(_ amounts: [Money]) -> JSONValue {
            .object(amounts.map { ($0.currency.description, .amount($0.amount)) })
        }
        let found = kinds.map { kind in
            (
                kind.name,
                JSONValue.array(
                    kind.mentions.map {
                        .object([("cdr_id", .string($0.cdrID)), ("text", .string($0.text))])
                    })
            )
        }
        return .object(
            [
                ("id", .string(record.id)), ("invoice_id", .string(record.invoiceID)),
                ("side", .text(side?.rawValue)), ("cdrs", .integer(record.cdrs.count)),
                ("before_tax", sums(beforeTax)), ("after_tax", sums(afterTax)),
                ("agrees", .bool(agrees)),
            ] + found)
    }
}

extension InvoiceDesk.Verified {
    func json(_ month: Month) -> JSONValue {
        .object([
            ("month", .string(month.description)),
            ("counterparty", .string(counterparty.description)), ("agrees", .bool(agrees)),
            ("records", .array(verdicts.map(\.json))),
            (
                "missing",
                .array(
                    unbilled.map {
                        .object([
                            ("cdr_id", .string($0.cdrID)), ("side", .string($0.side.rawValue)),
                            ("amount", .amount($0.amount.amount)),
                            ("currency", .string($0.amount.currency.description)),
                        ])
                    })
            ),
        ])
    }

    func text(_ month: Month) -> String {
        var sums = TextTable([
            ("Record", .left), ("Invoice", .left), ("Side", .left), ("CDRs", .right),
            ("Currency", .left), ("Before tax", .right), ("After tax", .right), ("Odd", .right),
        ])
        var odd = TextTable([
            ("Record", .left), ("CDR", .left), ("Kind", .left), ("Why", .left),
        ])
        for verdict in verdicts {
            let count = verdict.kinds.reduce(0) { $0 + $1.mentions.count }
            let rows = zip(verdict.beforeTax, verdict.afterTax).map {
                [
                    $1.currency.description, $0.amount.text(decimals: 2),
                    $1.amount.text(decimals: 2),
                ]
            }
            for row in rows.isEmpty ? [["", "", ""]] : rows {
                sums.add(
                    [
                        verdict.record.id.printable, verdict.record.invoiceID.printable,
                        verdict.side?.rawValue ?? "", "\(verdict.record.cdrs.count)",
                    ] + row + ["\(count)"])
            }
            for (kind, mentions) in verdict.kinds {
                for mention in mentions.sorted() {
                    odd.add([
                        verdict.record.id.printable, mention.cdrID.printable, kind,
                        mention.text.printable,
                    ])
                }
            }
        }
        for cdr in unbilled {
            let amount = "\(cdr.amount.amount.text(decimals: 2)) \(cdr.amount.currency)"
            odd.add([
                "", cdr.cdrID.printable, "missing", "\(amount) agreed, and no record lists it",
            ])
        }
        return "\(month) \(counterparty)\n\n" + sums.render() + "\n" + odd.render() + "\n"
    }
}
