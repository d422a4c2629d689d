package import Amounts
package import Roaming

/// How an invoice record of a partner compares with what stands with us. The record names CDRs only, so
/// the amounts are ours: what the invoice document should come to.
package struct RecordVerdict: Sendable, Hashable {
    /// A CDR of the record with what is to be said about it.
    package struct Mention: Sendable, Hashable, Comparable {
        package var cdrID: String
        package var text: String

        package init(_ cdrID: String, _ text: String) {
            self.cdrID = cdrID
            self.text = text
        }

        package static func < (a: Mention, b: Mention) -> Bool {
            (a.cdrID, a.text) < (b.cdrID, b.text)
        }
    }

    package var record: InvoiceRecord
    /// Which side of the partner's CDRs the record is about; nil when none of them is known.
    package var side: Side?
    /// What we agreed for its CDRs, by currency: before tax and after.
    package var beforeTax: [Money]
    package var afterTax: [Money]
    /// Neither of this month nor of another, or of another party.
    package var unknown: [Mention]
    /// Settled with another month.
    package var elsewhere: [Mention]
    /// Taken back by a credit CDR that the record does not list.
    package var takenBack: [Mention]
    /// Listed twice, or in another record too.
    package var double: [Mention]
    /// Held by us, wholly or in part.
    package var disputed: [Mention]

    package var agrees: Bool {
        [unknown, elsewhere, takenBack, double, disputed].allSatisfy(\.isEmpty)
    }
}

/// A CDR that we agreed to and no record lists.
package struct UnbilledCDR: Sendable, Hashable {
    package var cdrID: String
    package var side: Side
    package var amount: Money
}

/// Checks the records of one partner against what stands with us for a month.
/// - Parameters:
///   - records: of the partner, the newest version of each, none that is deleted.
///   - lines: ours of the month with the partner, both sides; nothing that is out of period.
///   - elsewhere: CDRs that other months have taken, by `Identifier.folded` id.
/// - Returns: a verdict for each record that is about this month (or about nothing we know), ordered
///   by id; and what they leave out on the sides that they are about.
package func verify(
    _ records: [InvoiceRecord], against lines: [StandingLine], elsewhere: [String: String]
) throws(ReconciliationError) -> (verdicts: [RecordVerdict], unbilled: [UnbilledCDR]) {
    var desk = RecordDesk(records, lines, elsewhere)
    do throws(AmountOverflow) {
        let verdicts = try desk.verdicts()
        return (verdicts, desk.unbilled(verdicts))
    } catch {
        throw .amountOverflow(record: "an invoice record")
    }
}

private struct RecordDesk {
    private let records: [InvoiceRecord]
    private let elsewhere: [String: String]
    /// Ours by CDR id; a CDR may stand on several lines, of which at most one is settled.
    private var mine: [String: [StandingLine]] = [:]
    /// Records by CDR id.
    private var listed: [String: [String]] = [:]

    init(_ records: [InvoiceRecord], _ lines: [StandingLine], _ elsewhere: [String: String]) {
        self.elsewhere = elsewhere
        for line in lines {
            guard let id = line.line.cdrID else { continue }
            mine[Identifier.folded(id), default: []].append(line)
        }
        self.records = records.sorted { ($0.owner, $0.id) < ($1.owner, $1.id) }
        for record in self.records {
            for id in Set(record.cdrs.map(Identifier.folded)) {
                listed[id, default: []].append(record.id)
            }
        }
    }

    mutating func verdicts() throws(AmountOverflow) -> [RecordVerdict] {
        var verdicts: [RecordVerdict] = []
        for record in records where isHere(record) { verdicts.append(try verdict(record)) }
        return verdicts
    }

    /// About a CDR of this month, or about none that we know of another.
    private func isHere(_ record: InvoiceRecord) -> Bool {
        let ids = record.cdrs.map(Identifier.folded)
        return ids.contains { mine[$0] != nil } || !ids.contains { elsewhere[$0] != nil }
    }

    private func verdict(_ record: InvoiceRecord) throws(AmountOverflow) -> RecordVerdict {
        var verdict = RecordVerdict(
            record: record, side: nil, beforeTax: [], afterTax: [], unknown: [], elsewhere: [],
            takenBack: [], double: [], disputed: [])
        var before = Totals()
        var after = Totals()
        var seen: Set<String> = []
        var sides: Set<Side> = []
        for id in record.cdrs.sorted() {
            let key = Identifier.folded(id)
            guard seen.insert(key).inserted else {
                verdict.double.append(.init(id, "listed twice in this record"))
                continue
            }
            for other in listed[key] ?? [] where other != record.id {
                verdict.double.append(.init(id, "listed in record \(other) too"))
            }
            guard let lines = mine[key] else {
                if let month = elsewhere[key] {
                    verdict.elsewhere.append(.init(id, "settled with \(month)"))
                } else {
                    verdict.unknown.append(.init(id, "we know no such CDR of theirs"))
                }
                continue
            }
            for line in lines.map(\.line) {
                sides.insert(line.side)
                guard let currency = line.currency else { continue }
                try before.add(Money(line.agreedBeforeTax, currency))
                try after.add(Money(line.agreed, currency))
            }
            judge(id, lines.map(\.line), record, &verdict)
        }
        verdict.side = sides.count == 1 ? sides.first : nil
        (verdict.beforeTax, verdict.afterTax) = (before.amounts, after.amounts)
        return verdict
    }

    private func judge(
        _ id: String, _ lines: [ReconciledLine], _ record: InvoiceRecord,
        _ verdict: inout RecordVerdict
    ) {
        for line in lines where !line.disputed.isZero {
            verdict.disputed.append(
                .init(
                    id,
                    "\(Words.amount(line.disputed, line.currency)) held: "
                        + line.disposition.rawValue))
        }
        // A CDR and the credit that takes it back come to nothing, but only together.
        guard lines.contains(where: { $0.disposition == .credited && !$0.agreed.isNegative }) else {
            return
        }
        let session = lines.compactMap(\.sessionID).first
        let credits = mine.filter { _, others in
            others.contains {
                $0.line.disposition == .credited && $0.line.agreed.isNegative
                    && $0.line.sessionID == session
            }
        }.keys
        let ids = Set(record.cdrs.map(Identifier.folded))
        if ids.isDisjoint(with: credits) {
            verdict.takenBack.append(
                .init(id, "taken back by \(credits.sorted().joined(separator: ", "))"))
        }
    }

    func unbilled(_ verdicts: [RecordVerdict]) -> [UnbilledCDR] {
        let sides = Set(verdicts.compactMap(\.side))
        return mine.filter { listed[$0.key] == nil }.flatMap { _, lines in
            lines.compactMap { line -> UnbilledCDR? in
                guard sides.contains(line.line.side), !line.line.agreed.isZero,
                    let currency = line.line.currency, let id = line.line.cdrID
                else { return nil }
                return UnbilledCDR(
                    cdrID: id, side: line.line.side, amount: Money(line.line.agreed, currency))
            }
        }.sorted { ($0.cdrID, $0.amount.amount) < ($1.cdrID, $1.amount.amount) }
    }
}
