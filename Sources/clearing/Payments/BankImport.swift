import Foundation
import Hashing
import Intake
import Roaming
import Store

/// Takes banks' files in.
struct BankImport {
    let rules: Rules
    /// The map for CSV files; nil when none was named.
    let map: BankCSVMap?
    let now: Instant

    /// What one file came to.
    struct Result {
        let name: String
        let entries: Int
        let fresh: Int
        let notes: [BankFileNote]

        var rejects: Int { notes.count(where: \.isReject) }
    }

    /// Reads a file and keeps what is new in it.
    /// - Parameter path: as the person wrote it.
    func take(_ path: String, on connection: Connection) throws -> Result {
        let file = try read(path)
        let transaction = try connection.begin()
        try transaction.lockLedger()
        let fresh = try transaction.save(file, at: now)
        try transaction.commit()
        return Result(
            name: path, entries: file.entries.count, fresh: fresh.count, notes: file.notes)
    }

    /// A file that cannot be read at all is one reject.
    private func read(_ path: String) throws -> BankFileReading {
        let url = URL(fileURLWithPath: path)
        let limit = MarkupLimits().bytes
        // Never more than the limit is read, whatever the file turns out to be.
        let handle = try FileHandle(forReadingFrom: url)
        defer { try? handle.close() }
        let bytes = Array(try handle.read(upToCount: limit + 1) ?? Data())
        var reading = BankFileReading(
            sha256: digest(of: bytes).bytes, name: url.lastPathComponent, format: "camt.053",
            entries: [], notes: [])
        do throws(Reject) {
            let content: BankReading
            if Self.isMarkup(bytes) {
                content = try readCamt053(bytes)
            } else {
                guard let map else {
                    let known = rules.banks.map(\.name).joined(separator: ", ")
                    throw Reject(
                        BankNoteCode.notXML.rawValue,
                        "no camt.053 document; for CSV say the bank with --map: \(known)")
                }
                reading.format = map.name
                content = try readBankCSV(bytes, by: map)
            }
            fill(&reading, from: content)
        } catch {
            reading.notes = [
                BankFileNote(
                    file: reading.name, isReject: true, code: error.code, line: 0,
                    pointer: error.pointer, text: error.text)
            ]
        }
        return reading
    }

    /// The first character says what a file is.
    private static func isMarkup(_ bytes: [UInt8]) -> Bool {
        let marks: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0, 9, 10, 13, 32]
        return bytes.first { !marks.contains($0) } == UInt8(ascii: "<")
    }

    private func fill(_ reading: inout BankFileReading, from content: BankReading) {
        func note(_ note: BankNote) -> BankFileNote {
            BankFileNote(
                file: reading.name, isReject: note.code.isReject, code: note.code.rawValue,
                line: note.line, pointer: note.pointer, text: note.text)
        }
        reading.notes = content.notes.map(note)
        for entry in content.entries {
            if let owner = rules.entities.first(where: { $0.bankAccounts.contains(entry.account) })
            {
                reading.entries.append((entry, owner.id))
                continue
            }
            reading.notes.append(
                note(
                    BankNote(
                        .unknownAccount, line: entry.line, pointer: entry.pointer,
                        "account \(entry.account) belongs to no entity of ours; add it to"
                            + " bank_accounts in Rules/entities/<entity>.yaml and import again")))
        }
        // By place in the file, as a person reads it.
        reading.notes.sort { ($0.line, $0.pointer, $0.code) < ($1.line, $1.pointer, $1.code) }
    }
}
