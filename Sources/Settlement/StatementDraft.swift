import Amounts
import Roaming

/// A statement while its sections come together.
struct StatementDraft {
    /// Of its first section.
    let key: SectionKey
    private let valuation: Valuation
    private(set) var sums = StatementSums()
    /// What is to be paid: agreed and released.
    private(set) var due = Valued.zero
    /// What is disputed, whatever its sign.
    private(set) var held = ExactDecimal.zero
    private var sections: [StatementSection] = []
    private var lines: [Disposition: Int] = [:]
    private var sessions = 0
    private var energy = ExactDecimal.zero
    /// What is due by the day of its rate.
    private var byDay: [Day: ExactDecimal] = [:]

    init(key: SectionKey, valuation: Valuation) {
        self.key = key
        self.valuation = valuation
    }

    mutating func add(
        _ section: SectionTally, _ key: SectionKey, _ values: Bookkeeping.SectionValues
    ) throws(SettlementError) {
        do {
            let own = try section.sums
            sums = try sums + own
            held = try held + section.held
            sections.append(
                StatementSection(
                    serviceMonth: key.serviceMonth, lines: section.lines.values.reduce(0, +),
                    sums: own))
            due = try due + values.charged + values.credited
            for decision in section.decisions {
                due = try due + valuation.atClosing(decision.released, in: key.currency)
            }
            lines.merge(section.lines, uniquingKeysWith: +)
            sessions += section.sessions
            energy = try energy + section.energy
            guard key.currency != valuation.bookCurrency else { return }
            try addDays(of: section, own)
        } catch {
            throw .amountOverflow
        }
    }

    private mutating func addDays(
        of section: SectionTally, _ own: StatementSums
    ) throws(AmountOverflow) {
        guard valuation.needsDays(key.currency) else {
            byDay[valuation.closing] = try (byDay[valuation.closing] ?? .zero) + own.due
            return
        }
        for (day, part) in [section.charges.byDay, section.credits.byDay].joined() {
            byDay[day] = try (byDay[day] ?? .zero) + part.agreed
        }
        guard !own.released.isZero else { return }
        byDay[valuation.closing] = try (byDay[valuation.closing] ?? .zero) + own.released
    }

    func statement(of entity: EntityRule) throws(SettlementError) -> Statement {
        Statement(
            entity: entity.id, counterparty: key.counterparty, side: key.side,
            currency: key.currency, lines: lines.values.reduce(0, +), sessionsSettled: sessions,
            energySettled: energy, sums: sums,
            counts: Disposition.allCases.compactMap { disposition in
                lines[disposition].map { DispositionCount(disposition, $0) }
            }, sections: sections, book: book)
    }

    private var book: BookValue? {
        guard let amount = due.book else { return nil }
        let rates = byDay.sorted { $0.key < $1.key }.compactMap { day, part -> AppliedRate? in
            guard !part.isZero,
                let rate = valuation.table.rate(
                    of: key.currency, in: valuation.bookCurrency, on: day)
            else { return nil }
            return AppliedRate(day: day, rate: rate, amount: part)
        }
        return BookValue(currency: valuation.bookCurrency, amount: amount, rates: rates)
    }
}
