import Evidence
import Hashing
import Roaming
import Store

/// The chains: of what people decided, and of the closes.
struct ChainCheck {
    let books: Connection
    /// In the order of the chain.
    let closes: [StoredClose]

    /// - Returns: whether what people decided is as they decided it.
    func run(_ damages: inout DamageList) throws -> Bool {
        try checkEvents(&damages)
        let eventsAreIntact = damages.isEmpty
        checkCloses(&damages)
        try checkRecords(&damages)
        return eventsAreIntact
    }

    private func checkEvents(_ damages: inout DamageList) throws {
        var previous = CloseHeader.beginning
        var number: Int64 = 0
        for stored in try books.closeEvents() {
            let row = "event=\(stored.number)"
            let digests = RowSeal(bytes: stored.digests)
            let changed = RowSeal(stored.cells).differences(from: digests)
            if stored.number != number + 1, !changed.contains(0) {
                damages.add("closing.event", row, "event", "should be \(number + 1)")
            }
            number = stored.number
            let expected = digests.chained(to: previous)
            let isChained = expected.bytes == stored.hash
            if isChained {
                for index in changed {
                    damages.add(
                        "closing.event", row, CloseEvent.columns[index], "was changed")
                }
            } else if changed.isEmpty {
                damages.add("closing.event", row, "hash", "does not follow from the event before")
            } else {
                damages.add("closing.event", row, "digests", "are not those of the row")
            }
            // Where the hash alone was changed, the true one is known and the chain goes on.
            let isHashAlone = !isChained && changed.isEmpty
            previous = isHashAlone ? expected : Digest(bytes: stored.hash) ?? expected
        }
    }

    private func checkCloses(_ damages: inout DamageList) {
        var previous = CloseHeader.beginning.bytes
        for (index, close) in closes.enumerated() {
            let row = Self.row(close.month, close.version)
            if close.position != index + 1 {
                damages.add("closing.close", row, "position", "should be \(index + 1)")
            }
            if close.previous != previous {
                damages.add(
                    "closing.close", row, "previous", "is not the hash of the close before it")
            }
            if let header = close.header, header.hash.bytes != close.hash {
                damages.add("closing.close", row, "hash", "does not follow from the columns")
            }
            previous = close.hash
        }
    }

    /// Digests that belong to no close, and closes without any.
    private func checkRecords(_ damages: inout DamageList) throws {
        let known = Set(closes.map { Self.row($0.month, $0.version) })
        let recorded = Set(try books.closeRecords().map { Self.row(of: $0.month, $0.version) })
        for row in recorded.subtracting(known).sorted() {
            damages.add("closing.record", row, nil, "belongs to no close")
            damages.add("closing.close", row, nil, "is missing")
        }
        for row in known.subtracting(recorded).sorted() {
            damages.add("closing.record", row, nil, "is missing")
        }
        for (month, version, relation) in try books.sealedVersions()
        where !known.contains(Self.row(of: month, version)) {
            damages.add(
                "closing.sealed", "\(Self.row(of: month, version)), relation=\(relation)", nil,
                "belongs to no close")
        }
    }

    static func row(_ month: Month, _ version: Int) -> String {
        row(of: month.firstDay, version)
    }

    private static func row(of day: Day, _ version: Int) -> String {
        "month=\(day), version=\(version)"
    }
}

extension StoredClose {
    /// What its hash is taken of.
    var header: CloseHeader? {
        guard let previous = Digest(bytes: previous), let lines = Digest(bytes: linesRoot),
            let books = Digest(bytes: booksRoot)
        else { return nil }
        return CloseHeader(
            month: month, version: version, previous: previous, rulesHash: rulesHash,
            build: build, fxHash: fxHash, lines: self.lines, linesRoot: lines, booksRoot: books)
    }
}
