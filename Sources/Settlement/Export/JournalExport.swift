package import Roaming

/// How a journal is written for other programs.
package enum JournalFormat: String, Sendable, Hashable, CaseIterable {
    /// hledger 1.x journal (hledger.org, "Journal format").
    case hledger
    /// Beancount 2 and 3 (beancount.github.io, "Beancount Language Syntax").
    case beancount
    /// RFC 4180, one line a posting.
    case csv
}

/// The lines as text, entry by entry in their order. Amounts are exact; a foreign amount carries its
/// value in book currency as its total cost, so that entries balance in both.
/// - Parameter lines: those of one entry next to each other.
package func journalText(_ lines: [BookedLine], as format: JournalFormat) -> String {
    switch format {
    case .hledger: HledgerJournal().text(entries(of: lines))
    case .beancount: BeancountJournal().text(entries(of: lines))
    case .csv: CSVJournal().text(lines)
    }
}

private func entries(of lines: [BookedLine]) -> [[BookedLine]] {
    var entries: [[BookedLine]] = []
    for line in lines {
        if entries.last?.first?.source == line.source {
            entries[entries.count - 1].append(line)
        } else {
            entries.append([line])
        }
    }
    return entries
}
