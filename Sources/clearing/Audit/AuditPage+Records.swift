import Amounts
import Foundation
import Roaming
import Store

/// The sections that list what is stored.
extension AuditFile {
    var tariffSection: AuditPage.Section? {
        guard !tariffs.isEmpty else { return nil }
        let rows = tariffs.map { tariff in
            [
                tariff.version.id, tariff.version.hub, "\(tariff.version.version)",
                tariff.version.lastUpdated?.description ?? "",
                tariff.version.validFrom?.description ?? "",
                tariff.version.validUntil?.description ?? "",
                tariff.isValidAtStart ? "yes" : "no", tariff.isApplied ? "applied" : "",
                String(tariff.version.sha256.prefix(12)),
            ]
        }
        return AuditPage.Section(
            title: "Published tariffs of that id",
            blocks: [
                .table(
                    [
                        ("tariff", .left), ("hub", .left), ("version", .right),
                        ("last updated", .left), ("from", .left), ("until", .left),
                        ("valid at start", .left), ("", .left), ("SHA-256", .left),
                    ], rows)
            ])
    }

    var copySection: AuditPage.Section? {
        guard !copies.isEmpty else { return nil }
        let rows = copies.map { copy in
            [
                copy.id, copy.hub, "\(copy.version)", copy.isCredit ? "credit" : "",
                copy.lastUpdated.description,
                "\(copy.claimed.payable?.text(decimals: 2) ?? "") \(copy.currency)",
                String(copy.sha256.prefix(12)),
            ]
        }
        return AuditPage.Section(
            title: "Other copies, versions and credits",
            blocks: [
                .table(
                    [
                        ("CDR", .left), ("hub", .left), ("version", .right), ("", .left),
                        ("last updated", .left), ("claims", .right), ("SHA-256", .left),
                    ], rows)
            ])
    }

    var findingSection: AuditPage.Section? {
        guard !findings.isEmpty else { return nil }
        let rows = findings.map { stored in
            [
                stored.job, stored.finding.severity.rawValue, stored.finding.code,
                stored.finding.pointer, stored.finding.text,
            ]
        }
        return AuditPage.Section(
            title: "Findings",
            blocks: [
                .table(
                    [
                        ("stage", .left), ("severity", .left), ("code", .left), ("at", .left),
                        ("", .left),
                    ], rows)
            ])
    }

    var disputeSection: AuditPage.Section? {
        guard !disputes.isEmpty else { return nil }
        let blocks = disputes.flatMap { file -> [AuditPage.Block] in
            let rows = file.steps.map { step in
                [
                    step.at.description, step.move.rawValue, step.move.leadsTo.rawValue,
                    step.amount.text(decimals: 2), step.released.text(decimals: 2),
                    step.writtenOff.text(decimals: 2), step.by, step.why,
                ]
            }
            return [
                .paragraph(
                    "\(file.dispute.id): \(file.state.rawValue), \(file.amount.text(decimals: 2))"
                        + " \(file.dispute.currency) in dispute"),
                .table(
                    [
                        ("when", .left), ("what", .left), ("then", .left), ("in dispute", .right),
                        ("released", .right), ("written off", .right), ("who", .left),
                        ("why", .left),
                    ], rows),
            ]
        }
        return AuditPage.Section(title: "Dispute", blocks: blocks)
    }

    /// Entries sum up the month with the partner; this CDR is one part of them.
    func postingSection(_ title: String, _ postings: [StoredPosting]) -> AuditPage.Section? {
        guard !postings.isEmpty else { return nil }
        let rows = postings.map { posting in
            [
                posting.key, posting.account, posting.accountName,
                posting.amount.isNegative ? "" : posting.amount.text(decimals: 2),
                posting.amount.isNegative
                    ? ((try? posting.amount.negated()) ?? posting.amount).text(decimals: 2) : "",
            ]
        }
        return AuditPage.Section(
            title: "\(title) with \(line.counterparty?.description ?? "")",
            blocks: [
                .paragraph("Entries sum up the month; this line is one part of what they book."),
                .table(
                    [
                        ("entry", .left), ("account", .left), ("", .left), ("debit", .right),
                        ("credit", .right),
                    ], rows),
            ])
    }

    var closingSection: AuditPage.Section? {
        guard !closings.isEmpty else { return nil }
        let rows = closings.map { closed in
            [
                closed.month.description, "\(closed.version)", closed.isStanding ? "" : "reopened",
                closed.disposition, closed.agreed.text(decimals: 2),
                closed.disputed.text(decimals: 2), "\(closed.ordinal)", closed.leaf, closed.hash,
            ]
        }
        return AuditPage.Section(
            title: "Closes",
            blocks: [
                .table(
                    [
                        ("month", .left), ("version", .right), ("", .left),
                        ("disposition", .left), ("agreed", .right), ("disputed", .right),
                        ("leaf", .right), ("hash of the line", .left), ("hash of the close", .left),
                    ], rows)
            ])
    }

    var runSection: AuditPage.Section {
        let rows = runs.map { run in
            [
                run.job.rawValue, "\(run.id)", run.identity.key, run.identity.rulesHash,
                run.identity.build,
            ]
        }
        return AuditPage.Section(
            title: "Made by",
            blocks: [
                .table(
                    [
                        ("job", .left), ("run", .right), ("key", .left), ("rules", .left),
                        ("program", .left),
                    ], rows)
            ])
    }

    var documentSection: AuditPage.Section? {
        let documents = [("CDR", cdr), ("Session", session)]
        let blocks = documents.compactMap { name, document -> AuditPage.Block? in
            guard let document else { return nil }
            return .literal(
                title: "\(name) as received from \(document.hub) in \(document.source),"
                    + " \(document.bytes.count) bytes, SHA-256 \(document.sha256)",
                Self.readable(document.bytes))
        }
        return blocks.isEmpty ? nil : AuditPage.Section(title: "Documents", blocks: blocks)
    }

    /// Broken into lines where it has none; every other character as received.
    private static func readable(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard !text.contains("\n") else { return text + "\n" }
        var (out, depth, isText, isEscaped) = ("", 0, false, false)
        for character in text.unicodeScalars {
            if isText {
                out.unicodeScalars.append(character)
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isText = false
                }
                continue
            }
            switch character {
            case "\"": isText = true
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            default: break
            }
            if character == "}" || character == "]" {
                out += "\n" + String(repeating: "  ", count: max(depth, 0))
            }
            out.unicodeScalars.append(character)
            if character == "{" || character == "[" || character == "," {
                out += "\n" + String(repeating: "  ", count: max(depth, 0))
            }
        }
        return out + "\n"
    }
}
