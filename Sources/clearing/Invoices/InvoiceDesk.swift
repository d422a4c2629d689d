import Foundation
import Hashing
import Intake
import Reconciliation
import Roaming
import Store

/// Makes invoice records of our statements, takes those of partners in, and verifies them.
struct InvoiceDesk {
    let connection: Connection
    let rules: Rules
    let by: String
    let at: Instant

    init(databaseURL: String, rules: Rules, by: String, at: Instant) throws {
        connection = try Connection(databaseURL, as: .invoice)
        self.rules = rules
        self.by = by
        self.at = at
    }

    /// Answers what a partner asks or tells (POST, PUT, DELETE), and keeps what follows from it.
    /// - Parameter document: the record's bytes as received; for a deletion those of what stands.
    func apply(
        _ request: InvoiceRecordRequest, over hub: HubRule, document: [UInt8]? = nil,
        findings: [Finding] = []
    ) throws -> InvoiceRecordAnswer {
        let stored = try connection.partnerInvoiceRecords(owner: request.owner, id: request.id)
            .first
        let known = stored.map { KnownInvoiceRecord($0.record, isDeleted: $0.isDeleted) }
        let answer = Roaming.answer(
            to: request, known: known,
            senders: hub.partners.union(hub.counterparty.map { [$0] } ?? []))
        let kept: InvoiceRecord
        switch (answer, request) {
        case (.created, .post(let record)), (.created, .put(_, _, let record)),
            (.updated, .put(_, _, let record)):
            kept = record
        case (.deleted, _):
            guard let record = known?.record else { return answer }
            kept = record
        default: return answer
        }
        let transaction = try connection.begin()
        try transaction.save(
            StoredInvoiceRecord(
                version: (stored?.version ?? 0) + 1, record: kept,
                isDeleted: answer == .deleted, counterparty: kept.owner, ours: nil, hub: hub.name,
                document: document ?? kept.document, at: at, by: by),
            findings: findings)
        try transaction.commit()
        return answer
    }

    /// One record of a file, and what became of it.
    struct Received {
        /// Nil when it could not be read.
        let record: InvoiceRecord?
        let line: Int
        let findings: [Finding]
        let outcome: Result<InvoiceRecordAnswer, Reject>
    }

    /// Takes in the records of a file (an envelope, a list, one record, or one a line), each like a PUT.
    func receive(file path: String, over hub: HubRule) throws -> [Received] {
        var received: [Received] = []
        var reader = JSONReader()
        let pages = try PageReader(path: path)
        while let page = try pages.nextPage() {
            for refused in page.rejects {
                received.append(
                    Received(
                        record: nil, line: refused.line, findings: [],
                        outcome: .failure(refused.reject)))
            }
            for object in page.objects {
                received.append(
                    try receive(
                        Array(page.bytes[object.range]), line: object.line, over: hub, &reader))
            }
        }
        return received
    }

    private func receive(
        _ bytes: [UInt8], line: Int, over hub: HubRule, _ reader: inout JSONReader
    ) throws -> Received {
        let read: Result<Decoded<InvoiceRecord>, Reject> = bytes.withUnsafeBytes { raw in
            do throws(Reject) {
                return .success(try decodeInvoiceRecord(raw, using: &reader))
            } catch {
                return .failure(error)
            }
        }
        switch read {
        case .failure(let reject):
            return Received(record: nil, line: line, findings: [], outcome: .failure(reject))
        case .success(let decoded):
            let record = decoded.value
            let answer = try apply(
                .put(owner: record.owner, id: record.id, record), over: hub, document: bytes,
                findings: decoded.findings)
            return Received(
                record: record, line: line, findings: decoded.findings,
                outcome: .success(answer))
        }
    }

    /// A partner's records of a month with what is to be said about them.
    struct Verified {
        let counterparty: PartyID
        let verdicts: [RecordVerdict]
        let unbilled: [UnbilledCDR]

        var agrees: Bool { unbilled.isEmpty && verdicts.allSatisfy(\.agrees) }
    }

    /// Verifies what partners sent against the month's settled or closed lines.
    func verify(_ month: Month, counterparty: PartyID?) throws -> [Verified] {
        let standing = try connection.partnerInvoiceRecords(owner: counterparty)
            .filter { !$0.isDeleted }
        _ = try connection.upstream(.settle, of: month)
        let run = try connection.upstream(.reconcile, of: month)
        let owners = Set(standing.map(\.record.owner)).sorted()
        return try owners.compactMap { owner in
            let verified = try verify(
                standing.map(\.record).filter { $0.owner == owner }, of: owner, in: run)
            return verified.verdicts.isEmpty ? nil : verified
        }
    }

    private func verify(
        _ records: [InvoiceRecord], of owner: PartyID, in run: Run
    ) throws -> Verified {
        var filter = LineFilter()
        filter.counterparty = owner
        var elsewhere: [String: String] = [:]
        for side in Side.allCases {
            for taken in try connection.cdrsTakenElsewhere(owner, side, than: run.month) {
                elsewhere[Identifier.folded(taken.cdrID)] = taken.month.description
            }
        }
        var lines: [StandingLine] = []
        for found in try connection.lines(of: run, filter) where !found.line.ownNetwork {
            guard found.line.disposition == .outOfPeriod else {
                lines.append(StandingLine(line: found.line, claimed: found.claimed))
                continue
            }
            guard let id = found.line.cdrID.map(Identifier.folded) else { continue }
            elsewhere[id] = elsewhere[id] ?? "a later month"
        }
        let result = try Reconciliation.verify(records, against: lines, elsewhere: elsewhere)
        return Verified(
            counterparty: owner, verdicts: result.verdicts, unbilled: result.unbilled)
    }
}
