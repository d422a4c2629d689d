import Amounts
import Evidence
import Foundation
import Hashing
import Roaming
import Store

extension InvoiceDesk {
    /// A record of ours, as it stands after publishing.
    struct Published {
        let stored: StoredInvoiceRecord
        /// Nil for one that was taken back.
        let annex: StoredAnnex?
        let isNew: Bool
    }

    /// Makes a record with a signed annex for each statement of the closed month that is ours to
    /// invoice, and takes those back whose statement was cancelled by a reopening. What was published
    /// before stays as it is.
    func publish(_ month: Month, signedBy key: borrowing SigningKey) throws -> [Published] {
        guard let close = try connection.standingClose(of: month) else {
            throw Failure.tryLater("\(month) is not closed; invoices are of closed months")
        }
        let numbers = try connection.numbers(of: month)
        let before = try connection.ownInvoiceRecords(month: month)
        var published = try withdraw(
            before, ofNumbers: Set(numbers.filter(\.isCancelled).map(\.number)))
        let run = try connection.upstream(.reconcile, of: month)
        let dues = try connection.dues(of: close.settleRun)
        let releases = try connection.bookedReleases(in: month)
        for number in numbers where !number.isCancelled {
            let statement = number.statement
            guard rules.invoiceIsOurs(statement.side, with: statement.counterparty, in: month)
            else { continue }
            let charges = try charges(of: statement, in: run, releases)
            let hash = Digest(bytes: close.hash)?.description ?? ""
            var total = ExactDecimal.zero
            for (owner, charges) in charges.sorted(by: { $0.key < $1.key }) {
                let annex = try annex(
                    number, of: month, owner: owner, charges, close: hash)
                total = try total + annex.afterTax
                published.append(try keep(annex, before, signedBy: key))
            }
            guard total == dues[statement] ?? .zero else {
                throw Failure.bug(
                    "the CDRs of statement \(number.number) come to \(total.text(decimals: 2)), not"
                        + " to what is due by it")
            }
        }
        return published
    }

    /// What a statement charges, by our party; nothing that comes to zero.
    private func charges(
        of statement: StatementKey, in run: Run, _ releases: [BookedRelease]
    ) throws -> [PartyID: [InvoiceAnnex.Charge]] {
        guard let entity = rules.entities.first(where: { $0.id == statement.entity }) else {
            throw Failure.refused("the rules have no entity \(statement.entity) any more")
        }
        var filter = LineFilter()
        filter.counterparty = statement.counterparty
        var charges: [PartyID: [InvoiceAnnex.Charge]] = [:]
        for found in try connection.lines(of: run, filter) {
            let line = found.line
            guard line.side == statement.side, line.currency == statement.currency,
                !line.ownNetwork, !line.agreed.isZero, let own = line.ownParty,
                entity.parties.contains(own)
            else { continue }
            guard let id = line.cdrID else {
                throw Failure.bug("an amount was agreed without a CDR: \(line.reason)")
            }
            charges[own, default: []].append(
                InvoiceAnnex.Charge(
                    cdrID: id, kind: .agreed, serviceMonth: line.serviceMonth,
                    beforeTax: line.agreedBeforeTax, afterTax: line.agreed))
        }
        for release in releases
        where release.side == statement.side && release.currency == statement.currency
            && release.counterparty == statement.counterparty
            && entity.parties.contains(release.ownParty)
        {
            charges[release.ownParty, default: []].append(
                InvoiceAnnex.Charge(
                    cdrID: release.cdrID ?? release.sessionID ?? "", kind: .released,
                    serviceMonth: release.month, beforeTax: release.beforeTax,
                    afterTax: release.afterTax))
        }
        return charges
    }

    private func annex(
        _ number: StoredNumber, of month: Month, owner: PartyID,
        _ charges: [InvoiceAnnex.Charge], close: String
    ) throws -> InvoiceAnnex {
        let record = InvoiceRecord(
            owner: owner, id: "\(number.number)-\(owner.party)", invoiceID: number.number,
            cdrs: Set(charges.map(\.cdrID)).sorted(), lastUpdated: at)
        return try InvoiceAnnex(
            record: record, counterparty: number.statement.counterparty,
            side: number.statement.side, month: month, currency: number.statement.currency,
            close: close, charges: charges)
    }

    private func keep(
        _ annex: InvoiceAnnex, _ before: [StoredInvoiceRecord], signedBy key: borrowing SigningKey
    ) throws -> Published {
        if let stored = before.first(where: { $0.record.id == annex.record.id && !$0.isDeleted }) {
            return Published(
                stored: stored, annex: try connection.annex(of: stored), isNew: false)
        }
        guard let signature = key.sign(annex.bytes), let publicKey = key.publicKey else {
            throw Failure.bug("the annex of \(annex.record.id) could not be signed")
        }
        let kept = StoredAnnex(
            body: annex.bytes, digest: annex.digest.bytes, algorithm: key.algorithm.rawValue,
            signature: signature, publicKey: publicKey)
        let stored = StoredInvoiceRecord(
            version: 1, record: annex.record, isDeleted: false, counterparty: annex.counterparty,
            ours: .init(month: annex.month, side: annex.side), hub: "",
            document: annex.record.document, at: at, by: by)
        let transaction = try connection.begin()
        try transaction.save(stored, annex: kept)
        try transaction.commit()
        return Published(stored: stored, annex: kept, isNew: true)
    }

    /// The record itself was an error then (mod_invoice_reconciliation, push model): DELETE.
    private func withdraw(
        _ before: [StoredInvoiceRecord], ofNumbers cancelled: Set<String>
    ) throws -> [Published] {
        try before.filter { cancelled.contains($0.record.invoiceID) }.map { stored in
            guard !stored.isDeleted else {
                return Published(stored: stored, annex: nil, isNew: false)
            }
            var deletion = stored
            deletion.version += 1
            deletion.isDeleted = true
            (deletion.at, deletion.by) = (at, by)
            let transaction = try connection.begin()
            try transaction.save(deletion)
            try transaction.commit()
            return Published(stored: deletion, annex: nil, isNew: true)
        }
    }
}

/// Published records as files, a folder for each partner.
struct InvoiceFiles {
    /// Records of a page of the sender's list.
    static let pageRecords = 100

    let directory: URL

    /// - Returns: paths of what was written.
    func write(_ published: [InvoiceDesk.Published], of month: Month) throws -> [String] {
        var paths: [String] = []
        let partners = Dictionary(grouping: published, by: \.stored.counterparty)
        for (partner, published) in partners.sorted(by: { $0.key < $1.key }) {
            let folder = directory.appendingPathComponent("\(month)/\(partner)", isDirectory: true)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            func write(_ bytes: [UInt8], _ name: String) throws {
                let file = folder.appendingPathComponent(name)
                try Data(bytes).write(to: file, options: .atomic)
                paths.append(file.path)
            }
            for one in published {
                guard let annex = one.annex else { continue }
                try write(one.stored.document, "\(one.stored.record.id).json")
                try write(annex.body, "\(one.stored.record.id).annex.json")
                try write(annex.signature, "\(one.stored.record.id).annex.json.sig")
                try write(annex.publicKey, "annex-key-\(Self.name(of: annex)).pem")
            }
            try write(InvoiceAnnex.checkScript, "check_annex.py")
            let standing = published.filter { !$0.stored.isDeleted }.map(\.stored.record)
            for (index, page) in Self.pages(of: standing).enumerated() {
                try write(page, "page-\(index + 1).json")
            }
        }
        return paths
    }

    /// Of its key, short: annexes of one month may have been signed with several.
    private static func name(of annex: StoredAnnex) -> String {
        String(digest(of: annex.publicKey).description.prefix(8))
    }

    /// What the sender's GET answers, page by page.
    static func pages(of records: [InvoiceRecord]) -> [[UInt8]] {
        var pages: [[UInt8]] = []
        var offset: Int? = 0
        while let start = offset {
            let page = Roaming.page(
                of: records, from: nil, until: nil, offset: start, limit: nil, most: pageRecords)
            let data = page.records.map { String(decoding: $0.document, as: UTF8.self) }
            let newest = records.map(\.lastUpdated).max() ?? Instant(seconds: 0)
            pages.append(
                Array(
                    ("{\"data\":[\(data.joined(separator: ","))],\"status_code\":1000,"
                        + "\"timestamp\":\"\(newest)\"}\n").utf8))
            offset = page.next
        }
        return pages
    }
}
