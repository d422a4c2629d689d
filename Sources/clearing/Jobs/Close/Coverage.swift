import Store

/// How a table is held to what was closed. Every table of the database has one; `CoverageTests`
/// lists the catalog, so that a new table cannot be forgotten.
struct Coverage {
    /// Rows whose columns are digested one by one at the close, since nothing makes them again.
    var sealed: RowScope?
    /// Rows added after the close are no fault.
    var grows = false
    /// Rows that are made again from the received bytes and compared.
    var remade: RowScope?
    /// Rows that the month is made again with: put into the scratch database as they are.
    var given: RowScope?
    /// Nothing can be made again when one of its rows is damaged.
    var isBasis = false
    /// Neither, and why.
    var leftBecause: String?

    static func sealed(_ scope: RowScope) -> Coverage { Coverage(sealed: scope) }
    static func basis(_ scope: RowScope) -> Coverage { Coverage(sealed: scope, isBasis: true) }
    static func remade(_ scope: RowScope) -> Coverage { Coverage(remade: scope) }
    static func left(because reason: String) -> Coverage { Coverage(leftBecause: reason) }

    /// Nil when nobody has said so yet.
    static func of(_ relation: Relation) -> Coverage? {
        if let named = named[relation.title] { return named }
        // What a stage wrote in a run is made again by running the stage again.
        return stages.contains(relation.schema) && relation.has("run_id") ? .remade(.runs) : nil
    }

    private static let stages: Set = ["rating", "reconciliation", "settlement"]

    private static let afterClose =
        "partners invoice after the close; no month is made from it, and its file is kept"

    private static let access = "who may ask the API decides no amount"

    private static let named: [String: Coverage] = [
        "migrations.applied": .left(
            because: "the program checks the schema against its own migrations at every start"),
        "runs.run": .basis(.runs),
        "runs.shard": .sealed(.runs),
        "runs.report_file": .left(
            because: "files are written after the close, from what it froze, and known by SHA-256"),
        "intake.book": .basis(.book),
        "intake.page": .basis(.ingestRuns),
        // Where in its file a refused object stood is not in the bytes that are kept.
        "intake.reject": Coverage(
            sealed: .ingestRuns, given: .ingestRuns, isBasis: true),
        // Evidence of where pages came from; the pages are what a month is made of.
        "intake.receipt": .sealed(.ingestRuns),
        "intake.bookmark": .sealed(.ingestRuns),
        "intake.inbox_mark": .sealed(.ingestRuns),
        "hub.event": .left(because: "who we are connected to decides no amount"),
        "hub.intent": .left(because: "who we are about to be connected to decides no amount"),
        "hub.invitation": .left(because: "who may connect to us decides no amount"),
        "hub.client": .left(because: "who else is connected to a hub decides no amount"),
        "hub.delivery": .left(because: "what hubs were told decides no amount"),
        "hub.token_check": .left(because: "whom we let charge decides no amount"),
        "hub.push": .left(
            because: "what was taken in of it stands in intake.page; the rest belongs to no run"),
        "intake.cdr": .remade(.objects),
        "intake.session": .remade(.objects),
        "intake.tariff": .remade(.objects),
        "intake.location": .remade(.objects),
        "intake.token": .remade(.objects),
        "intake.finding": .remade(.objects),
        // Entries are numbered in the order of posting, so that what came before has to be there.
        "ledger.entry": Coverage(
            sealed: .ledgerEntriesAndPayments, grows: true, remade: .version,
            given: .earlierLedgerEntries),
        "ledger.line": Coverage(
            sealed: .ledgerLinesAndPayments, grows: true, remade: .ledgerLines,
            given: .earlierLedgerLines),
        "payment.file": Coverage(sealed: .all, grows: true),
        "payment.note": Coverage(sealed: .all, grows: true),
        "payment.bank_entry": Coverage(sealed: .all, grows: true),
        "payment.allocation": Coverage(sealed: .all, grows: true),
        "payment.release": Coverage(sealed: .all, grows: true),
        "dispute.move": .sealed(.all),
        "dispute.allowed": .sealed(.all),
        "dispute.dispute": Coverage(
            sealed: .all, grows: true, given: .sealedRows, isBasis: true),
        "dispute.event": Coverage(
            sealed: .all, grows: true, given: .sealedRows, isBasis: true),
        "invoice.file": .left(because: "the table holds each file to its own SHA-256"),
        "invoice.statement": .left(because: afterClose),
        "invoice.statement_row": .left(because: afterClose),
        "invoice.statement_finding": .left(because: afterClose),
        "invoice.statement_withdrawal": .left(because: afterClose),
        "invoice.record": .left(because: afterClose),
        "invoice.record_cdr": .left(because: afterClose),
        "invoice.record_finding": .left(because: afterClose),
        "invoice.annex": .left(because: "each annex is signed, and held to its SHA-256"),
        "closing.close": Coverage(
            sealed: .version, remade: .version, given: .earlierCloses, isBasis: true),
        "closing.line": Coverage(remade: .version, given: .earlierCloses),
        "closing.number": Coverage(
            sealed: .version, remade: .version, given: .earlierCloses),
        "closing.page": .basis(.ingestRuns),
        "closing.rule_set": .basis(.rules),
        "closing.rule_file": .basis(.ruleFiles),
        "closing.event": .left(because: "each event is hashed with the one before it"),
        "closing.sealed": .left(because: "digested as a whole in closing.record"),
        "closing.seal": .left(because: "digested table by table in closing.sealed"),
        "closing.record": .left(because: "it is what the others are held to"),
        "access.client": .left(because: access),
        "access.secret": .left(because: access),
        "access.revocation": .left(because: access),
        "access.signing_key": .left(because: access),
        "access.reading": .left(because: access),
        "access.allowance": .left(because: access),
        "access.replay": .left(because: access),
    ]
}

extension Connection {
    /// Every table with its coverage.
    /// - Throws: our bug when a table has none.
    func coveredRelations() throws -> [(relation: Relation, coverage: Coverage)] {
        try relations().map { relation in
            guard let coverage = Coverage.of(relation) else {
                throw Failure.bug(
                    "\(relation.title) is neither covered by the close nor left out of it")
            }
            return (relation, coverage)
        }
    }
}
