import Intake
import Metering
import Roaming
import Store

/// Everything known about one line of a reconciliation: its documents, how they were matched and
/// priced, what was booked, and what was disputed.
struct AuditFile {
    let month: Month
    let found: FoundLine
    let causes: [DifferenceCause]
    /// The runs that made the result, in the order of the stages.
    let runs: [Run]
    let cdr: StoredDocument?
    let session: StoredDocument?
    /// Other versions, other hubs' copies, credits.
    let copies: [CDRCopy]
    let tariffs: [AuditedTariff]
    let price: AuditedPrice?
    let stored: StoredPrice?
    let findings: [StoredFinding]
    let postings: [StoredPosting]
    /// What closes have posted of the month, reversals too.
    let ledger: [StoredPosting]
    let closings: [ClosedLine]
    let disputes: [DisputeFile]
    /// The session as decoded; nil without one.
    let ownSession: Session?

    var line: ReconciledLine { found.line }

    /// Nil when the CDR has no signed meter data.
    var signed: SignedMeter? { price?.cdr.signedData.map { SignedMeter($0) } }
}

/// A version of a tariff the CDR names, with its bytes.
struct AuditedTariff {
    let version: TariffVersion
    let document: StoredDocument
    /// Published and valid when the session started.
    let isValidAtStart: Bool
    /// Our price was made by it.
    let isApplied: Bool
}

/// Finds what a person asks for by the id of a CDR.
///
/// A class, because it keeps the tariffs of a book from one CDR to the next.
final class AuditDesk {
    let connection: Connection
    let rules: Rules
    private var pricers: [Int64: (month: Month, pricer: AuditPricer)] = [:]

    convenience init(databaseURL: String, rules: Rules) throws {
        self.init(try Connection(databaseURL, as: .dispute), rules: rules)
    }

    /// - Parameter connection: in the role of disputes.
    init(_ connection: Connection, rules: Rules) {
        self.connection = connection
        self.rules = rules
    }

    /// The standing reconciliations: of one month, or of every month.
    func reconciliations(_ month: Month?) throws -> [Run] {
        if let month {
            guard let run = try connection.latestClosedRun(.reconcile, month) else {
                throw Failure.tryLater("\(month) was not reconciled yet; run `clearing month`")
            }
            return [run]
        }
        var newest: [Month: Run] = [:]
        for run in try connection.runs(of: nil)
        where run.job == .reconcile && run.status == .closed {
            newest[run.month] = run
        }
        return newest.values.sorted { $0.month < $1.month }
    }

    /// Lines about a CDR, else about a session of that id.
    func lines(of id: String, month: Month?, hub: String?) throws -> [(Run, FoundLine)] {
        var filter = LineFilter()
        (filter.id, filter.hub) = (id, hub)
        var found: [(Run, FoundLine)] = []
        for run in try reconciliations(month) {
            found += try connection.lines(of: run, filter).map { (run, $0) }
        }
        let folded = Identifier.folded(id)
        let byCDR = found.filter { $0.1.line.cdrID.map { Identifier.folded($0) } == folded }
        return byCDR.isEmpty ? found : byCDR
    }

    /// Gathers everything about a line.
    func file(_ found: FoundLine, of run: Run) throws -> AuditFile {
        let month = run.month
        let line = found.line
        let runs = try [Job.ingest, .rate, .reconcile, .settle].compactMap {
            $0 == .reconcile ? run : try connection.latestClosedRun($0, month)
        }
        let rating = runs.first { $0.job == .rate }
        let cdr = try line.cdrObject.flatMap { try connection.document($0) }
        let session = try line.sessionObject.flatMap { try connection.document($0) }
        let price = try cdr.flatMap { try pricer(of: run).price($0) }
        var stored: StoredPrice?
        var findings: [StoredFinding] = []
        if let cdr, let rating {
            stored = try connection.storedPrice(of: cdr.object, in: rating)
            findings = try connection.findings(about: cdr.object, in: rating)
        }
        var (postings, ledger): ([StoredPosting], [StoredPosting]) = ([], [])
        if let counterparty = line.counterparty, let currency = line.currency, !line.ownNetwork {
            if let settle = runs.last, settle.job == .settle {
                postings = try connection.postings(
                    of: settle, counterparty: counterparty, currency: currency)
            }
            ledger = try connection.ledger(
                of: month, counterparty: counterparty, currency: currency)
        }
        let disputes = try found.document.map {
            try connection.disputes(DisputeFilter(document: $0)).filter {
                $0.dispute.side == line.side && $0.dispute.hub == line.hub
            }
        }
        return AuditFile(
            month: month, found: found, causes: try connection.causes(of: found), runs: runs,
            cdr: cdr, session: session,
            copies: try cdr.map { try connection.copies(of: $0.object, in: run.book) } ?? [],
            tariffs: try tariffs(of: price, book: run.book), price: price, stored: stored,
            findings: findings, postings: postings, ledger: ledger,
            closings: try connection.closedLines(like: line), disputes: disputes ?? [],
            ownSession: session.flatMap(Self.decode))
    }

    private func pricer(of run: Run) throws -> AuditPricer {
        if let known = pricers[run.book], known.month == run.month { return known.pricer }
        let pricer = try AuditPricer(connection, rules: rules, month: run.month, book: run.book)
        pricers[run.book] = (run.month, pricer)
        return pricer
    }

    /// Every version of the tariffs that the CDR names, with a mark on those that were valid.
    private func tariffs(of price: AuditedPrice?, book: Int64) throws -> [AuditedTariff] {
        guard let price else { return [] }
        let charge = price.cdr.charge
        let names = charge.periods.compactMap(\.tariffID) + charge.tariffs.map(\.id)
        let start = charge.start ?? charge.periods.first?.start
        var found: [AuditedTariff] = []
        for version in try connection.tariffVersions(names, of: book) {
            guard let document = try connection.document(version.object) else { continue }
            found.append(
                AuditedTariff(
                    version: version, document: document,
                    isValidAtStart: version.isValid(at: start),
                    isApplied: price.applied.contains(version.object)))
        }
        return found
    }

    private static func decode(_ document: StoredDocument) -> Session? {
        guard let version = document.version else { return nil }
        var reader = JSONReader()
        return document.bytes.withUnsafeBytes { raw in
            try? decodeSession(raw, as: version, using: &reader).value
        }
    }
}

extension TariffVersion {
    fileprivate func isValid(at start: Instant?) -> Bool {
        guard let start else { return true }
        return (validFrom.map { $0 <= start } ?? true) && (validUntil.map { start < $0 } ?? true)
            && (lastUpdated.map { $0 <= start } ?? true)
    }
}
