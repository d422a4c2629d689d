import Amounts
import Rating
import Roaming
import Store

/// The parts of an audit as JSON: printed by `clearing audit --format json`, and packed as evidence.
extension AuditFile {
    var json: JSONValue {
        .object([
            ("month", .string(month.description)), ("match", matchJSON), ("cdr", .document(cdr)),
            ("session", .document(session)), ("copies", .array(copies.map(\.json))),
            ("tariffs", tariffsJSON), ("workings", workingsJSON), ("findings", findingsJSON),
            ("signed_meter_data", signed?.json ?? .null),
            ("postings", .array(postings.map(\.json))),
            ("ledger", .array(ledger.map(\.json))), ("closes", .array(closings.map(\.json))),
            ("disputes", .array(disputes.map(\.json))), ("runs", runsJSON),
        ])
    }

    /// How the two sides were brought together, and what came of it.
    var matchJSON: JSONValue {
        .object([
            ("disposition", .string(line.disposition.rawValue)),
            ("severity", .string(found.severity)), ("side", .string(line.side.rawValue)),
            ("counterparty", .text(line.counterparty?.description)),
            ("own_party", .text(line.ownParty?.description)), ("hub", .text(line.hub)),
            ("own_network", .bool(line.ownNetwork)),
            ("service_month", .text(line.serviceMonth?.description)),
            ("cdr_id", .text(line.cdrID)), ("session_id", .text(line.sessionID)),
            ("matched_by", .text(line.matchedBy)), ("evidence", .string(line.evidence)),
            ("currency", .text(line.currency?.description)), ("claim", .amount(claim)),
            ("ours", .amount(line.ours)), ("theirs", .amount(line.theirs)),
            ("difference", .amount(line.difference)),
            ("causes", .causes(causes)),
            ("agreed", .amount(line.agreed)),
            ("agreed_before_tax", .amount(line.agreedBeforeTax)),
            ("disputed", .amount(line.disputed)), ("reason", .string(line.reason)),
        ])
    }

    /// What the CDR claims, when this line decides about all of it: `agreed + disputed`.
    var claim: ExactDecimal? {
        guard let claimed = found.claimed?.payable,
            let decided = try? line.agreed + line.disputed, decided == claimed
        else { return nil }
        return claimed
    }

    /// Both prices with their working, and why they differ.
    var workingsJSON: JSONValue {
        guard let price else { return .null }
        return .object([
            ("claimed", found.claimed.map(JSONValue.price) ?? .null),
            ("ours", .answer(price.ours)),
            ("by_the_tariff_in_the_cdr", price.embedded.map(JSONValue.answer) ?? .null),
            (
                "stored",
                stored.map { stored in
                    .object([
                        ("currency", .text(stored.currency)), ("total", .price(stored.total)),
                        ("unpriceable", .text(stored.unpriceable)),
                        ("text", .text(stored.unpriceableText)),
                    ])
                } ?? .null
            ),
        ])
    }

    var tariffsJSON: JSONValue {
        .array(
            tariffs.map { tariff in
                .object([
                    ("id", .string(tariff.version.id)), ("party", .string(tariff.version.party)),
                    ("hub", .string(tariff.version.hub)),
                    ("version", .integer(tariff.version.version)),
                    ("currency", .string(tariff.version.currency)),
                    ("valid_from", .text(tariff.version.validFrom?.description)),
                    ("valid_until", .text(tariff.version.validUntil?.description)),
                    ("last_updated", .text(tariff.version.lastUpdated?.description)),
                    ("valid_at_start", .bool(tariff.isValidAtStart)),
                    ("applied", .bool(tariff.isApplied)),
                    ("sha256", .string(tariff.version.sha256)),
                ])
            })
    }

    var findingsJSON: JSONValue {
        .array(
            findings.map { stored in
                .object([
                    ("stage", .string(stored.job)), ("code", .string(stored.finding.code)),
                    ("severity", .string(stored.finding.severity.rawValue)),
                    ("pointer", .string(stored.finding.pointer)),
                    ("text", .string(stored.finding.text)),
                    ("at_stake", .amount(stored.finding.atStake)),
                ])
            })
    }

    /// Which inputs, rules and program made the result.
    var runsJSON: JSONValue {
        .array(
            runs.map { run in
                .object([
                    ("job", .string(run.job.rawValue)), ("month", .string(run.month.description)),
                    ("key", .string(run.identity.key)), ("inputs", .string(run.identity.inputsKey)),
                    ("rules", .string(run.identity.rulesHash)),
                    ("build", .string(run.identity.build)),
                ])
            })
    }
}

extension JSONValue {
    static func document(_ document: StoredDocument?) -> JSONValue {
        guard let document else { return .null }
        return .object([
            ("sha256", .string(document.sha256)), ("bytes", .integer(document.bytes.count)),
            ("hub", .string(document.hub)), ("ocpi", .text(document.version?.rawValue)),
            ("version", .integer(document.revision)),
            ("last_updated", .text(document.lastUpdated?.description)),
            ("received_in", .string(document.source)),
            ("text", .string(String(decoding: document.bytes, as: UTF8.self))),
        ])
    }

    static func price(_ price: Price) -> JSONValue {
        .object([
            ("before_tax", .amount(price.beforeTax)), ("after_tax", .amount(price.afterTax)),
        ])
    }

    /// The price as `clearing price --json` prints it.
    static func answer(_ answer: PriceAnswer) -> JSONValue {
        var out = JSONBytes()
        out.append(answer)
        return .written(out.text)
    }
}

extension CDRCopy {
    var json: JSONValue {
        .object([
            ("id", .string(id)), ("hub", .string(hub)), ("version", .integer(version)),
            ("credit", .bool(isCredit)), ("last_updated", .string(lastUpdated.description)),
            ("currency", .string(currency)), ("claimed", .price(claimed)),
            ("sha256", .string(sha256)),
        ])
    }
}

extension ClosedLine {
    var json: JSONValue {
        .object([
            ("month", .string(month.description)), ("version", .integer(version)),
            ("leaf_number", .integer(Int(ordinal))), ("leaf", .string(leaf)),
            ("disposition", .string(disposition)), ("agreed", .amount(agreed)),
            ("disputed", .amount(disputed)), ("close", .string(hash)),
            ("position", .integer(position)), ("stands", .bool(isStanding)),
        ])
    }
}

extension StoredPosting {
    var json: JSONValue {
        .object([
            ("entry", .string(key)), ("event", .string(event)), ("day", .string(day.description)),
            ("text", .string(text)), ("account", .string(account)),
            ("account_name", .string(accountName)), ("amount", .amount(amount)),
        ])
    }
}

extension DisputeFile {
    var json: JSONValue {
        .object([
            ("dispute", .string(dispute.id)), ("month", .string(dispute.month.description)),
            ("state", .string(state.rawValue)), ("side", .string(dispute.side.rawValue)),
            ("counterparty", .string(dispute.counterparty.description)),
            ("own_party", .string(dispute.ownParty.description)), ("hub", .text(dispute.hub)),
            ("cdr_id", .text(dispute.cdrID)), ("session_id", .text(dispute.sessionID)),
            ("document_sha256", .string(dispute.document)), ("part", .integer(dispute.part)),
            ("disposition", .string(dispute.disposition.rawValue)),
            ("reason", .string(dispute.reason)),
            ("currency", .string(dispute.currency.description)),
            ("ours", .amount(dispute.ours)), ("theirs", .amount(dispute.theirs)),
            ("opened_over", .amount(steps.first?.amount)), ("in_dispute", .amount(amount)),
            ("in_dispute_before_tax", .amount(amountBeforeTax)),
            ("statement_on", .string(dispute.statementDay.description)),
            ("history", .array(steps.map(\.json))),
        ])
    }
}

extension DisputeStep {
    var json: JSONValue {
        .object([
            ("ordinal", .integer(ordinal)), ("move", .string(move.rawValue)),
            ("state", .string(move.leadsTo.rawValue)), ("at", .string(at.description)),
            ("by", .string(by)), ("why", .string(why)), ("reference", .text(reference)),
            ("in_dispute", .amount(amount)), ("released", .amount(released)),
            ("released_before_tax", .amount(releasedBeforeTax)),
            ("written_off", .amount(writtenOff)), ("divided", .amount(divided)),
        ])
    }
}
