import Evidence
import Metering
import Roaming
import Store

extension AuditFile {
    /// The evidence pack of this line; of its dispute, when one is named.
    func pack(for dispute: DisputeFile? = nil) -> EvidencePack {
        var files: [EvidencePack.File] = []
        func add(_ path: String, _ value: JSONValue, _ what: String) {
            files.append(EvidencePack.File(path, Array((value.line + "\n").utf8), what))
        }
        add("match.json", matchJSON, "How the two sides were matched, and what came of it")
        add("workings.json", workingsJSON, "Both prices with every step, and why they differ")
        add("tariffs.json", tariffsJSON, "The published versions of the tariff, and which applied")
        add("findings.json", findingsJSON, "What was noteworthy about the documents")
        add("runs.json", runsJSON, "Which inputs, rules and program made the result")
        add("receipts.json", receiptsJSON, "Where each document was received")
        if let dispute {
            add("dispute.json", dispute.json, "The dispute with its history")
        }
        if let cdr {
            files.append(EvidencePack.File("cdr.json", cdr.bytes, "The CDR, byte for byte"))
        }
        if let session {
            files.append(
                EvidencePack.File("session.json", session.bytes, "Our session, byte for byte"))
        }
        if let signed {
            add("signed.json", signed.json, "Signed meter data with the verdict on each signature")
            for (number, value) in signed.values.enumerated() {
                let name = EvidencePack.fileName(value.nature)
                files.append(
                    EvidencePack.File(
                        "signed/\(number + 1)-\(name).txt", Array(value.text.utf8),
                        "signed_data as it stands in the CDR"))
            }
        }
        for (number, tariff) in tariffs.enumerated() {
            let name = EvidencePack.fileName(tariff.version.id)
            files.append(
                EvidencePack.File(
                    "tariffs/\(number + 1)-\(name).json", tariff.document.bytes,
                    "Tariff of \(tariff.version.hub), version \(tariff.version.version),"
                        + " byte for byte"))
        }
        let name = line.cdrID.map { "CDR \($0)" } ?? "Session \(line.sessionID ?? "")"
        let subject = dispute.map { "Dispute \($0.dispute.id): \(name)" } ?? name
        return EvidencePack(
            title: "\(subject), \(line.counterparty?.description ?? "nobody"), \(month)".printable,
            files)
    }

    /// OCPI exchanges carry no receipt; what stands for one is where we hold the bytes and since
    /// which intake.
    private var receiptsJSON: JSONValue {
        let documents = [cdr, session].compactMap { $0 } + tariffs.map(\.document)
        return .array(
            documents.map { document in
                .object([
                    ("sha256", .string(document.sha256)), ("module", .string(document.module)),
                    ("received_from", .string(document.hub)),
                    ("received_in", .string(document.source)),
                    ("version", .integer(document.revision)),
                    ("last_updated", .text(document.lastUpdated?.description)),
                ])
            })
    }
}
