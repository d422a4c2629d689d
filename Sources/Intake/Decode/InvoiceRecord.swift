package import Roaming

/// Reads an InvoiceReconciliationRecord (OCPI 2.3.0 edition 2, mod_invoice_reconciliation).
package func decodeInvoiceRecord(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> Decoded<InvoiceRecord> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var draft = InvoiceRecordDraft()
        try reader.enterObject()
        while let key = try reader.nextKey() { try draft.read(key, &reader) }
        return try draft.record(&reader)
    }
}

private struct InvoiceRecordDraft {
    var party = PartyDraft()
    var id: String?
    var invoiceID: String?
    var cdrs: [String]?
    var lastUpdated: Instant?

    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) {
        switch key {
        case "country_code": party.country = try reader.partyText()
        case "party_id": party.id = try reader.partyText()
        case "id":
            let here = reader.pointer
            id = try reader.identifier()
            note(id, at: here, &reader)
        case "invoice_id": invoiceID = try reader.identifier()
        case "cdrs": try readCDRs(&reader)
        case "last_updated": lastUpdated = try reader.instant()
        default: try reader.skip()
        }
    }

    private mutating func readCDRs(_ reader: inout JSONReader) throws(Reject) {
        let start = reader.mark()
        var ids: [String] = []
        var seen: Set<String> = []
        try reader.list { (reader) throws(Reject) in
            let here = reader.pointer
            let id = try cdrID(&reader)
            note(id, at: here, &reader)
            if !seen.insert(Identifier.folded(id)).inserted {
                add(
                    .repeatedReference, .warning, at: here,
                    "The CDR \(id) is listed twice; it counts once.", &reader)
            }
            ids.append(id)
        }
        guard !ids.isEmpty else {
            reader.rewind(to: start)
            throw reader.reject(.emptyValue, "is an empty list; a record is about one CDR or more")
        }
        cdrs = ids
    }

    /// The table of the specification says CiString(36), its diagrams show `{"id": "a"}`.
    private func cdrID(_ reader: inout JSONReader) throws(Reject) -> String {
        guard reader.byte == UInt8(ascii: "{") else {
            guard reader.byte != UInt8(ascii: "n"), let id = try reader.identifier() else {
                throw reader.wrongType("a string")
            }
            return id
        }
        reader.note(
            .referenceAsObject, "CDRs should be listed as strings; the id in the object is taken.")
        var id: String?
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": id = try reader.identifier()
            default: try reader.skip()
            }
        }
        return try reader.required(id, "id")
    }

    private func note(_ id: String?, at pointer: String, _ reader: inout JSONReader) {
        guard let id, id.utf8.count > InvoiceRecord.idBytes else { return }
        add(
            .idTooLong, .note, at: pointer,
            "The id has \(id.utf8.count) characters; at most \(InvoiceRecord.idBytes) are allowed.",
            &reader)
    }

    private func add(
        _ code: FindingCode, _ severity: Finding.Severity, at pointer: String, _ text: String,
        _ reader: inout JSONReader
    ) {
        guard !reader.notes.count(code) else { return }
        reader.notes.add(code, severity, at: pointer, text)
    }

    func record(_ reader: inout JSONReader) throws(Reject) -> InvoiceRecord {
        InvoiceRecord(
            owner: try party.party(&reader), id: try reader.required(id, "id"),
            invoiceID: try reader.required(invoiceID, "invoice_id"),
            cdrs: try reader.required(cdrs, "cdrs"),
            lastUpdated: try reader.required(lastUpdated, "last_updated"))
    }
}
