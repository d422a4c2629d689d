import Amounts
package import Roaming

extension Transaction {
    package func save(_ statements: [Statement], of run: Run) throws(StoreError) {
        var rows = StatementRows(run: run)
        for statement in statements { rows.add(statement) }
        try connection.copy(.copyStatement, rows.statements)
        try connection.copy(.copyStatementCount, rows.counts)
        try connection.copy(.copyStatementSection, rows.sections)
        try connection.copy(.copyStatementRate, rows.rates)
    }
}

/// Statements and what belongs to them, in the form the server takes them.
private struct StatementRows {
    let run: Run
    private(set) var statements = RowBytes()
    private(set) var counts = RowBytes()
    private(set) var sections = RowBytes()
    private(set) var rates = RowBytes()

    init(run: Run) { self.run = run }

    mutating func add(_ statement: Statement) {
        addStatement(statement)
        for (ordinal, count) in statement.counts.enumerated() {
            counts.begin(fields: 8)
            counts.key(of: statement, run)
            counts.int4(ordinal)
            counts.text(count.disposition.rawValue)
            counts.int4(count.lines)
        }
        for section in statement.sections {
            sections.begin(fields: 16)
            sections.key(of: statement, run)
            sections.date(section.serviceMonth.firstDay)
            sections.int4(section.lines)
            sections.sums(section.sums)
        }
        for used in statement.book?.rates ?? [] {
            rates.begin(fields: 10)
            rates.key(of: statement, run)
            rates.date(used.day)
            rates.decimal(used.rate.rate)
            rates.date(used.rate.quotedOn)
            rates.text(used.rate.source)
            rates.decimal(used.amount)
        }
    }

    private mutating func addStatement(_ statement: Statement) {
        let book = statement.book
        let quotes = Set(book?.rates.map(\.rate) ?? [])
        let rate = quotes.count == 1 ? quotes.first : nil
        statements.begin(fields: 22)
        statements.key(of: statement, run)
        statements.int4(statement.lines)
        statements.int4(statement.sessionsSettled)
        statements.decimal(statement.energySettled)
        statements.sums(statement.sums)
        statements.text(book?.currency.description)
        statements.decimal(book?.amount)
        statements.decimal(rate?.rate)
        statements.date(rate?.quotedOn)
        statements.text(rate?.source)
    }
}

extension RowBytes {
    /// run_id, entity, counterparty, side, currency
    fileprivate mutating func key(of statement: Statement, _ run: Run) {
        int8(run.id)
        text(statement.entity)
        party(statement.counterparty)
        text(statement.side.rawValue)
        text(statement.currency.description)
    }

    /// claimed, agreed, agreed_before_tax, tax, disputed, credited, released, written_off, due
    fileprivate mutating func sums(_ sums: StatementSums) {
        for amount in [
            sums.claimed, sums.agreed, sums.agreedBeforeTax, sums.tax, sums.disputed,
            sums.credited, sums.released, sums.writtenOff, sums.due,
        ] { decimal(amount) }
    }
}
