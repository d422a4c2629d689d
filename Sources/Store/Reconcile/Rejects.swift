package import Roaming

/// A reject as intake stored it.
package struct StoredReject: Sendable, Hashable {
    /// `own`, or the hub.
    package let hub: String
    /// `cdrs` …, or the name of a folder that is none of ours.
    package let module: String
    package let source: String
    package let line: Int
    package let fileOffset: Int64
    package let reject: Reject
    /// As far as they could be read.
    package let objectID: String?
    package let party: String?
    package let eMSP: String?
    /// End of charging, which decides the month.
    package let endsAt: Instant?
    /// Number of the object whose bytes are kept.
    package let object: Int64?
}

extension Connection {
    /// The rejects of the book of an ingest run in the order met, of one kind of object or of all.
    package func rejects(
        of run: Run, kind: ObjectKind? = nil
    ) throws(StoreError) -> [StoredReject] {
        try rows(.readRejects, [.int8(run.book), .text(kind?.rawValue)]) { row in
            StoredReject(
                hub: row.text(0), module: row.text(1), source: row.text(2), line: row.int4(3),
                fileOffset: row.int8(4),
                reject: Reject(
                    row.text(5), at: row.text(6), row.text(7),
                    byte: row.isNull(8) ? nil : row.int4(8)),
                objectID: row.textIfAny(9), party: row.textIfAny(10), eMSP: row.textIfAny(11),
                endsAt: row.instantIfAny(12), object: row.int8IfAny(13))
        }
    }

    /// Rejects of the run's book per code, by code.
    package func rejectCounts(of run: Run) throws(StoreError) -> [(code: String, rejects: Int)] {
        try rows(.countRejects, [.int8(run.book)]) { row in
            (code: row.text(0), rejects: Int(row.int8(1)))
        }
    }
}
