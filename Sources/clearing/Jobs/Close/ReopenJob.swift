import Roaming
import Store

/// Takes a close back, or rules out that it ever is.
struct ReopenJob {
    let context: JobContext

    /// Makes the next version of the month possible; the closed one stays as it is. Only the newest
    /// close of the chain can be reopened: what was closed after it stands on it.
    /// - Throws: 65 when it is not closed or not the newest, or a tax document is out.
    func reopen(_ decision: Decision) throws -> StoredClose {
        try decide { desk, close in
            if let newest = desk.closes.last, newest.month != close.month {
                throw Failure.refused(
                    "\(newest.month) was closed after \(close.month) and stands on it; only the"
                        + " newest close can be reopened")
            }
            if let tax = desk.taxDocument, let document = tax.document {
                throw Failure.refused(
                    "the tax document \(document) of \(close.month) is out (\(tax.who), \(tax.at));"
                        + " corrections are credit and debit notes now")
            }
            return decision.event(.reopening, close.month, version: close.version)
        }
    }

    /// Notes that a tax document was issued from the closed month.
    func record(taxDocument number: String, _ decision: Decision) throws -> StoredClose {
        try decide { _, close in
            var event = decision.event(.taxDocument, close.month, version: close.version)
            event.document = number
            return event
        }
    }

    private func decide(
        _ event: (CloseDesk, StoredClose) throws -> CloseEvent
    ) throws -> StoredClose {
        let connection = try context.connect(as: .close)
        let transaction = try connection.begin()
        try transaction.lockChain()
        let desk = try CloseDesk(context.month, on: connection)
        guard let close = desk.standing else {
            throw Failure.refused("\(context.month) is not closed")
        }
        _ = try transaction.add(try event(desk, close))
        try transaction.commit()
        return close
    }
}
