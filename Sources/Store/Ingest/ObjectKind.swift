package import Roaming

/// What kind of OCPI object a page holds; the names are the modules' and the folders'.
package enum ObjectKind: String, Sendable, Hashable, CaseIterable {
    case cdrs, tariffs, sessions, locations, tokens
}

/// Where a received object stands: its number and its bytes in the page.
package struct ObjectPlace: Sendable, Hashable {
    /// Position among the page's objects, 0 ..< 65,536.
    package var ordinal: Int
    /// Offset of its first byte in the page.
    package var at: Int
    package var length: Int
    /// SHA-256 of those bytes.
    package var sha256: [UInt8]

    package init(ordinal: Int, at: Int, length: Int, sha256: [UInt8]) {
        self.ordinal = ordinal
        self.at = at
        self.length = length
        self.sha256 = sha256
    }
}

/// An object's number: pages are numbered by the one writer, objects within their page.
package enum ObjectNumber {
    package static func of(_ ordinal: Int, page: Int64) -> Int64 {
        precondition((0..<65_536).contains(ordinal), "a page holds at most 65,536 objects")
        return page << 16 | Int64(ordinal)
    }

    package static func page(of object: Int64) -> Int64 { object >> 16 }
}

/// A reject with its place, ready to be stored.
package struct RejectRow: Sendable, Hashable {
    package var reject: Reject
    /// First line of the object in its file, from 1.
    package var line: Int
    /// Offset of the object in the file as read (after gzip).
    package var fileOffset: Int64
    /// Ids as far as they could be read.
    package var objectID: String?
    package var party: String?
    package var eMSP: String?
    /// End of charging, which decides the month.
    package var endsAt: Instant?
    /// Its bytes in the page; nil when it was no object at all.
    package var place: ObjectPlace?

    package init(
        _ reject: Reject, line: Int, fileOffset: Int64, objectID: String? = nil,
        party: String? = nil,
        eMSP: String? = nil, endsAt: Instant? = nil, place: ObjectPlace? = nil
    ) {
        self.reject = reject
        self.line = line
        self.fileOffset = fileOffset
        self.objectID = objectID
        self.party = party
        self.eMSP = eMSP
        self.endsAt = endsAt
        self.place = place
    }
}
