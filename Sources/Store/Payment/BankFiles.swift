package import Roaming

/// A bank's file as it was read.
package struct BankFileReading: Sendable, Hashable {
    /// 32 bytes.
    package var sha256: [UInt8]
    package var name: String
    /// `camt.053`, or the name of the map in Rules/banks.
    package var format: String
    /// With the entity that owns each account.
    package var entries: [(entry: BankEntry, entity: String)]
    package var notes: [BankFileNote]

    package init(
        sha256: [UInt8], name: String, format: String,
        entries: [(entry: BankEntry, entity: String)], notes: [BankFileNote]
    ) {
        self.sha256 = sha256
        self.name = name
        self.format = format
        self.entries = entries
        self.notes = notes
    }

    package static func == (a: BankFileReading, b: BankFileReading) -> Bool {
        a.sha256 == b.sha256 && a.name == b.name && a.format == b.format && a.notes == b.notes
            && a.entries.elementsEqual(b.entries) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(sha256) }
}

/// A remark about a bank's file.
package struct BankFileNote: Sendable, Hashable {
    /// The file's name.
    package var file: String
    package var isReject: Bool
    package var code: String
    /// From 1; 0 for the whole file.
    package var line: Int
    package var pointer: String
    package var text: String

    package init(
        file: String, isReject: Bool, code: String, line: Int, pointer: String, text: String
    ) {
        self.file = file
        self.isReject = isReject
        self.code = code
        self.line = line
        self.pointer = pointer
        self.text = text
    }
}

extension Connection {
    /// What was remarked about files, each as it was last read.
    package func bankNotes() throws(StoreError) -> [BankFileNote] {
        try rows(.listBankNotes) { row in
            BankFileNote(
                file: row.text(1), isReject: row.bool(2), code: row.text(3), line: row.int4(4),
                pointer: row.text(5), text: row.text(6))
        }
    }
}

extension Transaction {
    /// Makes this transaction the only one that adds to the ledger, and so to payments.
    package func lockLedger() throws(StoreError) {
        _ = try connection.rows(.lockLedger) { _ in }
    }

    /// Keeps the entries that are new. A file that was read before and brings nothing new is not noted
    /// again. Call with the ledger locked.
    /// - Returns: the new ones' ids.
    package func save(_ file: BankFileReading, at: Instant) throws(StoreError) -> Set<String> {
        let ids = file.entries.map(\.entry.id)
        let known = Set(try connection.rows(.findBankEntries, [.texts(ids)]) { $0.text(0) })
        let fresh = file.entries.filter { !known.contains($0.entry.id) }
        let readings = try connection.rows(.lastReadings, [.bytea(file.sha256)]) { row in
            (last: row.int4(0), same: row.int4(1))
        }
        guard let last = readings.first, last.same == 0 || !fresh.isEmpty else { return [] }
        let reading = last.last + 1
        try connection.execute(
            .insertBankFile,
            [
                .int4(reading), .bytea(file.sha256), .text(file.name), .text(file.format),
                .instant(at), .int4(file.entries.count), .int4(fresh.count),
            ])
        for (index, note) in file.notes.enumerated() {
            try connection.execute(
                .insertBankNote,
                [
                    .int4(reading), .int4(index + 1), .bool(note.isReject), .text(note.code),
                    .int4(note.line), .text(note.pointer), .text(note.text),
                ])
        }
        for (entry, entity) in fresh {
            try connection.execute(
                .insertBankEntry,
                [
                    .text(entry.id), .int4(reading), .int4(entry.line), .text(entry.pointer),
                    .text(entity), .text(entry.account), .text(entry.reference),
                    .date(entry.bookedOn), entry.valueOn.map { .date($0) } ?? .null,
                    .text("\(entry.currency)"), .decimal(entry.amount), .decimal(entry.charges),
                    .text(entry.remittance), .text(entry.partyName), .text(entry.partyAccount),
                    .bool(entry.isReturn),
                ])
        }
        return Set(fresh.map(\.entry.id))
    }
}
