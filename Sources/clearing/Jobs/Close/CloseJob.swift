import Amounts
import Roaming
import Store

/// What closing came to.
struct CloseResult {
    enum State: String {
        case drafted, closed
        case alreadyDrafted = "already drafted"
        case alreadyClosed = "already closed"
    }

    let state: State
    let month: Month
    let version: Int
    /// Who made the draft or closed it, and when.
    let decision: CloseEvent?
    var close: StoredClose?
    /// What still needs an owner or a dispute.
    var exceptions: [OpenException] = []
    var exceptionCount = 0
}

/// Closes a month: a draft by one person, then the approval of a second, which writes everything in
/// one transaction (settlement.md §2.7).
struct CloseJob {
    let context: JobContext
    /// Exceptions listed to a person.
    static let exceptionsShown = 20

    private var month: Month { context.month }

    /// Notes that somebody has looked at the result and wants it closed.
    func draft(_ decision: Decision) throws -> CloseResult {
        let connection = try context.connect(as: .close)
        let transaction = try connection.begin()
        try transaction.lockChain()
        let desk = try CloseDesk(month, on: connection)
        if let closed = alreadyClosed(desk) { return closed }
        try desk.requireTurn()
        let runs = try ClosableRuns(month, rules: context.rules, on: connection)
        let open = try openExceptions(runs, on: connection)
        var event = decision.event(.draft, month, version: desk.nextVersion)
        event.settleKey = runs.settled.identity.key
        if let draft = desk.draft, draft.settleKey == event.settleKey {
            return CloseResult(
                state: .alreadyDrafted, month: month, version: draft.version, decision: draft,
                exceptions: open.exceptions, exceptionCount: open.count)
        }
        _ = try transaction.add(event)
        try transaction.commit()
        return CloseResult(
            state: .drafted, month: month, version: event.version, decision: event,
            exceptions: open.exceptions, exceptionCount: open.count)
    }

    /// Closes what was drafted.
    /// - Throws: 1 while exceptions have nobody, 65 without a draft or from the person who made it.
    func approve(_ decision: Decision) throws -> CloseResult {
        let connection = try context.connect(as: .close)
        let transaction = try connection.begin()
        try transaction.lockChain()
        let desk = try CloseDesk(month, on: connection)
        if let closed = alreadyClosed(desk) { return closed }
        try desk.requireTurn()
        let runs = try ClosableRuns(month, rules: context.rules, on: connection)
        try requireDraft(desk, of: runs, besides: decision.who)
        try requireOwners(runs, on: connection)
        var event = decision.event(.approval, month, version: desk.nextVersion)
        event.settleKey = runs.settled.identity.key
        let writer = CloseWriter(
            context: context, runs: runs, desk: desk, approval: event,
            event: try transaction.add(event))
        let close = try writer.write(in: transaction)
        try transaction.commit()
        return CloseResult(
            state: .closed, month: month, version: close.version, decision: event, close: close)
    }

    /// Says who takes care of some exceptions.
    /// - Returns: how many of them have nobody now.
    func assign(
        _ scope: CloseEvent.Scope, to owner: String, _ decision: Decision
    ) throws -> Int {
        let connection = try context.connect(as: .close)
        let transaction = try connection.begin()
        try transaction.lockChain()
        let desk = try CloseDesk(month, on: connection)
        if let closed = desk.standing {
            throw Failure.refused("\(month) is closed (version \(closed.version))")
        }
        let runs = try ClosableRuns(month, rules: context.rules, on: connection)
        let before = try openExceptions(runs, on: connection).count
        var event = decision.event(.assignment, month, version: desk.nextVersion)
        event.owner = owner
        event.scope = scope
        _ = try transaction.add(event)
        let after = try openExceptions(runs, on: connection).count
        guard after < before else {
            throw Failure.refused("no exception without an owner is meant by that")
        }
        try transaction.commit()
        return after
    }

    private func alreadyClosed(_ desk: CloseDesk) -> CloseResult? {
        desk.standing.map { close in
            CloseResult(
                state: .alreadyClosed, month: month, version: close.version,
                decision: desk.approval(of: close), close: close)
        }
    }

    private func openExceptions(
        _ runs: ClosableRuns, on connection: Connection
    ) throws -> (exceptions: [OpenException], count: Int) {
        try connection.openExceptions(
            of: runs.reconciled.id, in: month, limit: Self.exceptionsShown)
    }

    private func requireDraft(
        _ desk: CloseDesk, of runs: ClosableRuns, besides who: String
    ) throws {
        guard let draft = desk.draft else {
            throw Failure.refused(
                "\(month) has no draft; `clearing close --month \(month) --by NAME` makes one")
        }
        guard draft.settleKey == runs.settled.identity.key else {
            throw Failure.refused(
                "\(month) was settled again after \(draft.who) made the draft; make a new one")
        }
        guard !Self.isSame(draft.who, who) else {
            throw Failure.refused("\(draft.who) made the draft; a second person approves it")
        }
    }

    private func requireOwners(_ runs: ClosableRuns, on connection: Connection) throws {
        let open = try openExceptions(runs, on: connection)
        guard let first = open.exceptions.first else { return }
        throw Failure.found(
            "\(open.count) exceptions have neither a dispute nor an owner, the largest \(first.words);"
                + " `clearing close status --month \(month)` lists them")
    }

    /// One person does not become two by a space or a capital letter.
    private static func isSame(_ a: String, _ b: String) -> Bool {
        func folded(_ name: String) -> String {
            name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        }
        return folded(a) == folded(b)
    }
}

extension OpenException {
    /// `PRICE_MISMATCH IN-TPC CDR-17: 12.50 INR`
    var words: String {
        let record = cdrID ?? sessionID ?? "-"
        return "\(disposition.rawValue) \(counterparty ?? "?") \(record.printable):"
            + " \(disputed.text(decimals: 2)) \(currency ?? "")"
    }
}
