import Amounts
import Evidence
import Foundation
import Hashing
import Reconciliation
import Roaming
import Store

extension DisputeDesk {
    /// A claim that was written, with its disputes as they stand afterwards.
    struct Sent {
        let claim: ClaimFile
        let paths: [String]
        let files: [DisputeFile]
    }

    /// Writes a claim for each month and partner over the open disputes, then notes that they were
    /// sent. The files come first: a run that is cut short writes the same ones again.
    func send(
        _ files: [DisputeFile], with audit: AuditDesk, to directory: URL, why: String
    ) throws -> [Sent] {
        let open = files.filter { $0.state == .open }
        let groups = Dictionary(grouping: open) {
            "\($0.dispute.month) \($0.dispute.counterparty)"
        }
        return try groups.sorted { $0.key < $1.key }.compactMap { _, files in
            guard let first = files.first?.dispute else { return nil }
            let claim = try claim(files, first.month, first.counterparty, audit)
            let folder = directory.appendingPathComponent(
                first.month.description, isDirectory: true)
            let paths = try claim.write(below: folder)
            let digest = digest(of: claim.json).description
            let transaction = try connection.begin()
            var sent: [DisputeFile] = []
            for entry in claim.entries {
                sent += try act(
                    [.plain(.send)], on: entry.dispute, why: why.isEmpty ? claim.name : why,
                    reference: digest, in: transaction)
            }
            try transaction.commit()
            return Sent(claim: claim, paths: paths, files: sent)
        }
    }

    private func claim(
        _ files: [DisputeFile], _ month: Month, _ counterparty: PartyID, _ audit: AuditDesk
    ) throws -> ClaimFile {
        guard let run = try connection.latestClosedRun(.reconcile, month) else {
            throw Failure.tryLater("\(month) was not reconciled yet; run `clearing month`")
        }
        let before = try connection.disputes(
            DisputeFilter(month: month, counterparty: counterparty))
        let claims = Set(
            before.flatMap { $0.steps.filter { $0.move == .send }.compactMap(\.reference) })
        var entries: [ClaimFile.Entry] = []
        for file in files { entries.append(try entry(file, run, audit)) }
        return ClaimFile(
            month: month, counterparty: counterparty, number: claims.count + 1, at: at, by: by,
            entries: entries, run: run,
            offsetMinutes: try rules.month(month).utcOffsetMinutes)
    }

    private func entry(
        _ file: DisputeFile, _ run: Run, _ audit: AuditDesk
    ) throws -> ClaimFile.Entry {
        let dispute = file.dispute
        var filter = LineFilter()
        (filter.id, filter.counterparty) = (
            dispute.cdrID ?? dispute.sessionID, dispute.counterparty
        )
        let found = try connection.lines(of: run, filter).first {
            $0.document == dispute.document && $0.line.side == dispute.side
                && $0.line.hub == dispute.hub
        }
        guard let found else {
            throw Failure.refused(
                "\(dispute.id) is about a line that the latest reconciliation of \(dispute.month)"
                    + " no longer has; withdraw it")
        }
        guard found.line.disputed == file.amount else {
            throw Failure.refused(
                "\(dispute.id) is over \(file.amount.text(decimals: 2)), the line now holds"
                    + " \(found.line.disputed.text(decimals: 2)); open it again to revise it")
        }
        let terms = try terms(of: file)
        let days = terms.terms(with: dispute.counterparty).answerDays
        let caseFile = try audit.file(found, of: run)
        let pack = caseFile.pack(for: file)
        return ClaimFile.Entry(
            dispute: file, audit: caseFile, answerBy: terms.day(of: at).advanced(by: days),
            pack: ("\(dispute.id).zip", pack.digestOfManifest, pack.zip))
    }
}
