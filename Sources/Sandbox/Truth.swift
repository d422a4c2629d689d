package import Amounts
package import Roaming

/// What clearing the sandbox month must come to.
package struct Truth: Sendable, Hashable {
    /// One line that reconciliation owes; same keys as `clearing dispositions --json`.
    package struct Line: Sendable, Hashable {
        /// Where the counterparty's record came from, or would have; `own` on our own network.
        package var hub: String
        package var counterparty: String
        /// `cpo` or `emsp`
        package var side: String
        package var disposition: Disposition
        package var sessionID: String?
        package var cdrID: String?
        /// After tax, as are all amounts here; in `currency`.
        package var ours: ExactDecimal?
        package var theirs: ExactDecimal?
        package var currency: String
        package var agreed: ExactDecimal
        package var disputed: ExactDecimal
        /// In which it was charged; another than the truth's for a prior-period adjustment.
        package var serviceMonth: Month
        /// The pass of the ladder that finds the session; nil without one, and where the truth does
        /// not say.
        package var matchedBy: String?
        /// Of the difference, where one thing was changed; empty where there is no difference, and
        /// where the truth does not say.
        package var causes: [Cause]

        package var difference: ExactDecimal? {
            guard let ours, let theirs else { return nil }
            return ExactDecimal(coefficient: theirs.coefficient - ours.coefficient, scale: 2)
        }
    }

    /// A share of a difference, after tax.
    package struct Cause: Sendable, Hashable {
        /// As reconciliation names it: `PRICE`, `TAX`.
        package var kind: String
        package var amount: ExactDecimal
    }

    package struct Position: Sendable, Hashable {
        package var counterparty: String
        package var currency: String
        package var receivable: ExactDecimal
        package var payable: ExactDecimal
        package var net: ExactDecimal
        package var disputed: ExactDecimal
    }

    /// What was done to which session, in words.
    package struct Injection: Sendable, Hashable {
        package var sessionID: String
        package var cdrID: String
        package var what: String
    }

    package var seed: UInt64
    package var month: Month
    package var sessions: Int
    package var counts: [Disposition: Int]
    /// Sorted by counterparty, then currency; rows of nothing are left out.
    package var positions: [Position]
    /// CDRs that intake refuses, by code.
    package var rejects: [String: Int]
    /// Sorted by counterparty, side, CDR and session id. Empty for a month of more than
    /// `linesKept` sessions, whose lines stand in `truth-dispositions.ndjson`, as they arose.
    package var lines: [Line]
    package var injected: [Injection]

    /// Sessions up to which the lines are kept in memory and written into `truth.json`.
    package static let linesKept = 20_000
}

extension Truth {
    /// `truth.json`.
    package func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("seed")
        writer.raw(Array(String(seed).utf8))
        writer.put("month", month.description)
        writer.put("sessions", sessions, decimals: 0)
        writer.key("counts")
        writer.beginObject()
        for disposition in Disposition.allCases {
            guard let count = counts[disposition] else { continue }
            writer.key(text: disposition.rawValue)
            writer.decimal(count, decimals: 0)
        }
        writer.endObject()
        writer.key("positions")
        writer.beginArray()
        for position in positions { writer.position(position) }
        writer.endArray()
        writer.key("rejects")
        writer.beginObject()
        for (code, count) in rejects.sorted(by: { $0.key < $1.key }) {
            writer.key(text: code)
            writer.decimal(count, decimals: 0)
        }
        writer.endObject()
        writer.key("injected")
        writer.beginArray()
        for injection in injected { writer.injection(injection) }
        writer.endArray()
        writer.key("dispositions")
        writer.beginArray()
        for line in lines { writer.line(line) }
        writer.endArray()
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}

extension JSONWriter {
    mutating func line(_ line: Truth.Line) {
        beginObject()
        put("hub", line.hub)
        put("counterparty", line.counterparty)
        put("side", line.side)
        put("disposition", line.disposition.rawValue)
        put("session_id", orNull: line.sessionID)
        put("cdr_id", orNull: line.cdrID)
        put("ours", orNull: line.ours?.description)
        put("theirs", orNull: line.theirs?.description)
        put("difference", orNull: line.difference?.description)
        put("currency", line.currency)
        put("agreed", line.agreed.description)
        put("disputed", line.disputed.description)
        // No date of a refused object can be read.
        put(
            "service_month",
            orNull: line.disposition == .rejected ? nil : line.serviceMonth.description)
        if let pass = line.matchedBy { put("matched_by", pass) }
        if !line.causes.isEmpty {
            key("causes")
            beginArray()
            for cause in line.causes {
                beginObject()
                put("cause", cause.kind)
                put("amount", cause.amount.description)
                endObject()
            }
            endArray()
        }
        endObject()
    }

    fileprivate mutating func position(_ position: Truth.Position) {
        beginObject()
        put("counterparty", position.counterparty)
        put("currency", position.currency)
        put("receivable", position.receivable.description)
        put("payable", position.payable.description)
        put("net", position.net.description)
        put("disputed", position.disputed.description)
        endObject()
    }

    fileprivate mutating func injection(_ injection: Truth.Injection) {
        beginObject()
        put("session_id", injection.sessionID)
        put("cdr_id", injection.cdrID)
        put("what", injection.what)
        endObject()
    }
}
