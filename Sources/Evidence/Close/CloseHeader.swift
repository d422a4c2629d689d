package import Hashing
package import Roaming

/// What the hash of a close is taken of: the content of the month alone. No run number, time, person
/// or place of storage is in it, so the same input closed elsewhere gives the same hash.
package struct CloseHeader: Sendable, Hashable {
    package var month: Month
    package var version: Int
    /// Hash of the close before; all zero for the first.
    package var previous: Digest
    package var rulesHash: String
    /// Engine version.
    package var build: String
    /// SHA-256 over the table of exchange rates.
    package var fxHash: String
    package var lines: Int
    package var linesRoot: Digest
    /// Over statements, numbers, journal, payouts: what settlement made of the lines.
    package var booksRoot: Digest

    package init(
        month: Month, version: Int, previous: Digest, rulesHash: String, build: String,
        fxHash: String, lines: Int, linesRoot: Digest, booksRoot: Digest
    ) {
        self.month = month
        self.version = version
        self.previous = previous
        self.rulesHash = rulesHash
        self.build = build
        self.fxHash = fxHash
        self.lines = lines
        self.linesRoot = linesRoot
        self.booksRoot = booksRoot
    }

    /// The previous hash of the first close of a chain.
    package static let beginning = Digest.zero

    /// One `name value` a line, each ended by a line feed.
    package var text: String {
        """
        magma-clearing close 1
        month \(month)
        version \(version)
        previous \(previous)
        rules \(rulesHash)
        build \(build)
        fx \(fxHash)
        lines \(lines) \(linesRoot)
        books \(booksRoot)

        """
    }

    package var hash: Digest { digest(of: text.utf8) }
}

extension Digest {
    /// Stands for "none before".
    fileprivate static let zero: Digest = {
        guard let zero = Digest(bytes: [UInt8](repeating: 0, count: 32)) else {
            preconditionFailure("32 bytes make a digest")
        }
        return zero
    }()
}
