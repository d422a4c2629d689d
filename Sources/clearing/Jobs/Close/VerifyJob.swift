import Evidence
import Foundation
import Hashing
import Roaming
import Store

/// Holds closed months to what they were closed as: the chain of hashes, the digests of what cannot
/// be made again, and everything else made again from the received bytes and compared row by row.
/// Reads the books and writes nothing into them.
struct VerifyJob {
    let databaseURL: String
    /// `--scratch`
    let scratchURL: String?
    let now: Instant

    /// - Parameter month: its newest version alone; nil for every close there is.
    func run(month: Month?) throws -> (closes: [StoredClose], damages: DamageList) {
        let books = try Connection(databaseURL)
        // One view of the books for the whole time, whoever adds to them meanwhile.
        let transaction = try books.beginReading()
        let all = try books.closes()
        var damages = DamageList()
        let eventsAreIntact = try ChainCheck(books: books, closes: all).run(&damages)
        let wanted = month.map { month in all.last { $0.month == month }.map { [$0] } ?? [] } ?? all
        if let month, wanted.isEmpty { throw Failure.refused("\(month) was never closed") }
        if scratchURL != nil, wanted.count > 1 {
            throw Failure.usage("--scratch holds one month; say which with --month")
        }
        for close in wanted {
            Meter.say("verify", "\(close.month) version \(close.version)")
            try verify(close, books, eventsAreIntact: eventsAreIntact, &damages)
        }
        try transaction.rollback()
        return (wanted, damages)
    }

    private func verify(
        _ close: StoredClose, _ books: Connection, eventsAreIntact: Bool,
        _ damages: inout DamageList
    ) throws {
        let isSameBuild = close.build == Build.version
        var record = RecordCheck(books: books, close: close, rowsAreRemade: isSameBuild)
        try record.run(&damages)
        guard isSameBuild else {
            damages.note(
                "\(close.month) version \(close.version) was closed by \(close.build) and this is"
                    + " \(Build.version): its rows are held to the digests of the close and not"
                    + " made again")
            return
        }
        guard record.basisIsIntact, eventsAreIntact else {
            damages.note(
                "\(close.month) version \(close.version): what it is made from is damaged, so its"
                    + " rows are held to the digests of the close and not made again")
            try record.checkDigests(&damages)
            return
        }
        try remake(close, books, &damages)
    }

    private func remake(
        _ close: StoredClose, _ books: Connection, _ damages: inout DamageList
    ) throws {
        let frozen = try FrozenRules(close.rulesHash, from: books)
        let place = try ScratchPlace(besides: databaseURL, given: scratchURL)
        defer { withExtendedLifetime((frozen, place)) {} }
        let context = JobContext(
            databaseURL: place.url, rules: frozen.rules, month: close.month, clock: { [now] in now }
        )
        let month = try ScratchMonth(close, of: books, in: context, to: .verify)
        try month.prepare()
        for run in try month.remakeStages() {
            damages.add(
                "runs.run", "run_id=\(run)", "key",
                "does not come out again: its input, rules or"
                    + " program were others; later stages were not made again")
        }
        try closeAgain(close, books, context, &damages)
        let scratch = try context.connect(as: nil)
        for (relation, coverage) in try books.coveredRelations() {
            guard let scope = coverage.remade else { continue }
            try RowComparison(relation: relation, scope: scope, values: ScopeValues(close))
                .run(books, scratch, &damages)
        }
    }
}

extension VerifyJob {
    private func closeAgain(
        _ close: StoredClose, _ books: Connection, _ context: JobContext,
        _ damages: inout DamageList
    ) throws {
        let events = try books.closeEvents(of: close.month)
        guard let approval = events.first(where: { $0.number == close.event })?.event else {
            return
        }
        let decision = Decision(who: approval.who, at: approval.at, why: approval.why)
        do {
            _ = try CloseJob(context: context).approve(decision)
        } catch let failure as Failure {
            damages.add(
                "closing.close", ChainCheck.row(close.month, close.version), nil,
                "cannot be closed again: \(failure.text)")
        }
    }
}

/// The rows of one table in the books beside those that were made again.
struct RowComparison {
    let relation: Relation
    let scope: RowScope
    let values: ScopeValues

    func run(_ books: Connection, _ scratch: Connection, _ damages: inout DamageList) throws {
        let stored = try books.rows(of: relation, scope, values)
        let remade = try scratch.rows(of: relation, scope, values)
        var storedKey = try stored.next() ? stored.key : nil
        var remadeKey = try remade.next() ? remade.key : nil
        while storedKey != nil || remadeKey != nil {
            switch (storedKey, remadeKey) {
            case (let left?, let right?) where left == right:
                compare(stored, remade, &damages)
                storedKey = try stored.next() ? stored.key : nil
                remadeKey = try remade.next() ? remade.key : nil
            case (let left?, let right) where right.map({ left < $0 }) ?? true:
                damages.add(
                    relation.title, left.description, nil,
                    "does not come out again: it was added"
                        + " or its key was changed")
                storedKey = try stored.next() ? stored.key : nil
            default:
                damages.add(
                    relation.title, remadeKey?.description ?? "", nil,
                    "comes out again and is not there: it was removed or its key was changed")
                remadeKey = try remade.next() ? remade.key : nil
            }
        }
    }

    private func compare(
        _ stored: RelationRows, _ remade: RelationRows, _ damages: inout DamageList
    ) {
        guard !stored.bytes.elementsEqual(remade.bytes) else { return }
        for (index, (left, right)) in zip(stored.cells, remade.cells).enumerated()
        where left != right {
            damages.add(
                relation.title, stored.key.description, relation.columns[index].name,
                "is \(Self.words(left)) and comes out as \(Self.words(right))")
        }
    }

    private static func words(_ cell: String?) -> String {
        guard let cell else { return "NULL" }
        return cell.utf8.count > 80 ? "‘\(cell.prefix(77))…’" : "‘\(cell)’"
    }
}
