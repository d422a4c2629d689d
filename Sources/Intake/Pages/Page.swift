package import Hashing
package import Roaming

/// Some objects of a file, exactly as received.
package struct Page: Sendable {
    /// The raw objects back to back, a line feed after each.
    package var bytes: [UInt8] = []
    package var objects: [PageObject] = []
    /// In the order of the file.
    package var rejects: [PlacedReject] = []

    package init() {}
}

/// One raw object on a page.
package struct PageObject: Sendable, Hashable {
    /// Into `Page.bytes`, without the line feed.
    package var range: Range<Int>
    /// Of its first byte, counted from 1.
    package var line: Int
    /// Of its first byte in the file, after unpacking.
    package var fileOffset: Int64
    package var digest: Digest

    package init(range: Range<Int>, line: Int, fileOffset: Int64, digest: Digest) {
        self.range = range
        self.line = line
        self.fileOffset = fileOffset
        self.digest = digest
    }
}

/// Something in a file that is no object to decode, and where.
package struct PlacedReject: Sendable, Hashable {
    package var reject: Reject
    /// Counted from 1.
    package var line: Int
    /// In the file, after unpacking.
    package var fileOffset: Int64

    package init(reject: Reject, line: Int, fileOffset: Int64) {
        self.reject = reject
        self.line = line
        self.fileOffset = fileOffset
    }
}
