import Evidence
import Hashing
import Roaming
import Store

/// Who decides, and when; both are kept.
struct Decision {
    let who: String
    let at: Instant
    var why = ""

    func event(_ kind: CloseEvent.Kind, _ month: Month, version: Int) -> CloseEvent {
        CloseEvent(month: month, version: version, kind: kind, who: who, at: at, why: why)
    }
}

extension Transaction {
    /// Adds what somebody decided, hashed with what was decided before. Call with the chain locked.
    /// - Returns: the event's number.
    func add(_ event: CloseEvent) throws -> Int64 {
        let last = try lastCloseEvent()
        let number = (last?.number ?? 0) + 1
        let seal = RowSeal(try cells(of: event, number: number))
        let previous = last.flatMap { Digest(bytes: $0.hash) } ?? CloseHeader.beginning
        try save(
            event, number: number, digests: seal.bytes, hash: seal.chained(to: previous).bytes)
        return number
    }
}

/// Where the close of a month stands.
struct CloseDesk {
    let month: Month
    /// In the order of the chain.
    let closes: [StoredClose]
    /// Of the month.
    let events: [StoredCloseEvent]

    init(_ month: Month, on connection: Connection) throws {
        self.month = month
        closes = try connection.closes()
        events = try connection.closeEvents(of: month)
    }

    /// The close that stands.
    var standing: StoredClose? { closes.last { $0.month == month && $0.stands } }

    /// The version that is closed next.
    var nextVersion: Int { (closes.map { $0.month == month ? $0.version : 0 }.max() ?? 0) + 1 }

    /// The newest draft of the next version.
    var draft: CloseEvent? {
        events.last { $0.event?.kind == .draft && $0.event?.version == nextVersion }?.event
    }

    /// Who closed a version.
    func approval(of close: StoredClose) -> CloseEvent? {
        events.first { $0.number == close.event }?.event
    }

    var taxDocument: CloseEvent? { events.last { $0.event?.kind == .taxDocument }?.event }

    /// - Throws: 65 when the chain goes on elsewhere.
    func requireTurn() throws {
        guard let newest = closes.last else { return }
        if newest.month > month {
            throw Failure.refused(
                "\(newest.month) was closed after \(month); months are closed in order")
        }
        if newest.month < month, !closes.contains(where: { $0.month == newest.month && $0.stands })
        {
            throw Failure.refused("\(newest.month) was reopened; close it first")
        }
    }
}

/// The runs a close rests on.
struct ClosableRuns {
    let ingests: [Run]
    let rating: Run
    let reconciled: Run
    let settled: Run

    /// - Throws: 75 when the month has no result of these rules and this program, or something is
    ///   still being taken in.
    init(_ month: Month, rules: Rules, on connection: Connection) throws {
        settled = try connection.upstream(.settle, of: month)
        reconciled = try connection.upstream(.reconcile, of: month)
        rating = try connection.upstream(.rate, of: month)
        guard settled.identity.rulesHash == rules.hash else {
            throw Failure.tryLater(
                "the rules have changed since \(month) was settled; clear the month again first")
        }
        guard settled.identity.build == Build.version else {
            throw Failure.tryLater(
                "\(month) was settled by \(settled.identity.build) and this is \(Build.version);"
                    + " clear the month again first")
        }
        let others = try connection.closedMonths().filter { $0.month != month }
        let expected = RunIdentity(
            .rate, month, inputs: rating.identity.inputsKey, rules: rules, book: rating.book,
            also: others.map(\.identity))
        guard rating.identity.key == expected.key else {
            throw Failure.tryLater(
                "other months were closed or reopened since \(month) was cleared, which changes what"
                    + " is left for it; clear the month again first")
        }
        ingests = try connection.ingests(into: rating.book, before: rating.id)
        if let open = ingests.first(where: { $0.status == .open }) {
            throw Failure.tryLater(
                "ingest run \(open.id) of \(open.month) into the same book is not finished; start"
                    + " it again to go on")
        }
    }
}
