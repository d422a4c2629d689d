package import Amounts

/// The sums of all lines of one entity, partner, side and currency: `claimed = agreed + disputed`,
/// `agreed = agreedBeforeTax + tax`, `due = agreed + released`.
package struct Statement: Sendable, Hashable {
    /// Id of our legal entity.
    package var entity: String
    package var counterparty: PartyID
    /// `.cpo`: our receivable; `.emsp`: our payable.
    package var side: Side
    package var currency: Currency
    /// All lines, whatever came out.
    package var lines: Int
    /// Sessions with an agreed CDR (matched, late, or in part); credited ones do not count.
    package var sessionsSettled: Int
    /// kWh of those.
    package var energySettled: ExactDecimal
    /// What the sections come to.
    package var sums: StatementSums
    /// In the order of `Disposition`, none that is zero.
    package var counts: [DispositionCount]
    /// By service month; more than one when late CDRs or credits of earlier months are in it.
    package var sections: [StatementSection]
    /// What is due, in book currency; nil when a rate is missing.
    package var book: BookValue?

    package init(
        entity: String, counterparty: PartyID, side: Side, currency: Currency, lines: Int,
        sessionsSettled: Int, energySettled: ExactDecimal, sums: StatementSums,
        counts: [DispositionCount], sections: [StatementSection], book: BookValue?
    ) {
        self.entity = entity
        self.counterparty = counterparty
        self.side = side
        self.currency = currency
        self.lines = lines
        self.sessionsSettled = sessionsSettled
        self.energySettled = energySettled
        self.sums = sums
        self.counts = counts
        self.sections = sections
        self.book = book
    }
}

/// What lines come to, after tax where nothing else is said.
package struct StatementSums: Sendable, Hashable {
    package var claimed: ExactDecimal = .zero
    package var agreed: ExactDecimal = .zero
    package var agreedBeforeTax: ExactDecimal = .zero
    package var tax: ExactDecimal = .zero
    package var disputed: ExactDecimal = .zero
    /// The part of `agreed` that credit CDRs took back; zero or below.
    package var credited: ExactDecimal = .zero
    /// Of disputes decided in this month: held in their month, due now.
    package var released: ExactDecimal = .zero
    /// Of disputes decided in this month: held in their month, given up now.
    package var writtenOff: ExactDecimal = .zero

    /// `agreed + released`: what is to be paid.
    package var due: ExactDecimal = .zero

    package init() {}

    package static func + (
        a: StatementSums, b: StatementSums
    ) throws(AmountOverflow) -> StatementSums {
        var sum = a
        sum.claimed = try a.claimed + b.claimed
        sum.agreed = try a.agreed + b.agreed
        sum.agreedBeforeTax = try a.agreedBeforeTax + b.agreedBeforeTax
        sum.tax = try a.tax + b.tax
        sum.disputed = try a.disputed + b.disputed
        sum.credited = try a.credited + b.credited
        sum.released = try a.released + b.released
        sum.writtenOff = try a.writtenOff + b.writtenOff
        sum.due = try a.due + b.due
        return sum
    }
}

/// The part of a statement that belongs to one month of service.
package struct StatementSection: Sendable, Hashable {
    package var serviceMonth: Month
    package var lines: Int
    package var sums: StatementSums

    package init(serviceMonth: Month, lines: Int, sums: StatementSums) {
        self.serviceMonth = serviceMonth
        self.lines = lines
        self.sums = sums
    }
}

/// An amount in the currency of the books, and the rates that made it so.
package struct BookValue: Sendable, Hashable {
    package var currency: Currency
    package var amount: ExactDecimal
    /// By day; empty when the amount is in book currency anyway.
    package var rates: [AppliedRate]

    package init(currency: Currency, amount: ExactDecimal, rates: [AppliedRate]) {
        self.currency = currency
        self.amount = amount
        self.rates = rates
    }
}

/// A rate as it was used for a part of a statement.
package struct AppliedRate: Sendable, Hashable {
    /// The day for which it was looked up: of the session's end, or the statement's.
    package var day: Day
    package var rate: ExchangeRate
    /// What was due of that day, in the statement's currency.
    package var amount: ExactDecimal

    package init(day: Day, rate: ExchangeRate, amount: ExactDecimal) {
        self.day = day
        self.rate = rate
        self.amount = amount
    }
}

package struct ExchangeRate: Sendable, Hashable {
    /// Units of book currency for one of the foreign.
    package var rate: ExactDecimal
    package var quotedOn: Day
    /// Who published it.
    package var source: String

    package init(rate: ExactDecimal, quotedOn: Day, source: String) {
        self.rate = rate
        self.quotedOn = quotedOn
        self.source = source
    }
}

package struct DispositionCount: Sendable, Hashable {
    package var disposition: Disposition
    package var lines: Int

    package init(_ disposition: Disposition, _ lines: Int) {
        self.disposition = disposition
        self.lines = lines
    }
}
