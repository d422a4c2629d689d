import Amounts
package import Roaming

/// Reads a bank's CSV export by its map. Every line after the header is an entry, a trailer the map
/// knows, blank, or a note that says why it is none of these.
/// - Throws: a reject when the file cannot be read at all, or has no header line.
package func readBankCSV(_ bytes: [UInt8], by map: BankCSVMap) throws(Reject) -> BankReading {
    guard bytes.count <= MarkupLimits().bytes else {
        throw Reject(
            BankNoteCode.fileTooLarge.rawValue,
            "the file has \(bytes.count) bytes; at most \(MarkupLimits().bytes) are read")
    }
    let lines = try lines(bytes, map)
    let header = map.header.map { Identifier.folded($0) }
    let place = lines.firstIndex { filled($0.fields).map { Identifier.folded($0) } == header }
    if let place {
        var reader = try BankLines(map: map, preamble: lines[..<place])
        for line in lines[(place + 1)...] { reader.read(line) }
        return reader.finish()
    }
    throw Reject(
        BankNoteCode.headerMissing.rawValue,
        "no line is the header that \(map.name) has: \(map.header.joined(separator: ", "));"
            + " is it another bank's file?")
}

private func lines(
    _ bytes: [UInt8], _ map: BankCSVMap
) throws(Reject) -> [CSVText.Line] {
    do throws(CSVText.Fault) {
        return try CSVText(bytes, map.encoding, map.delimiter, openQuote: .isText).lines
    } catch {
        throw Reject(
            .invalidUTF8,
            "the file is not \(map.encoding.rawValue); say its encoding in the rule, or export it so"
        )
    }
}

extension CSVText.Line {
    /// Without surrounding blanks.
    fileprivate var fields: [String] { cells.map(\.trimmed) }
}

/// Without empty fields at the end.
private func filled(_ fields: [String]) -> [String] {
    var fields = fields
    while fields.last?.isEmpty == true { fields.removeLast() }
    return fields
}

/// The lines after the header.
private struct BankLines {
    private let map: BankCSVMap
    private let account: String?
    private let currency: String?
    private var reading = BankReading()
    /// Balance after each entry, where the line says one.
    private var balances: [ExactDecimal?] = []
    private var isWhole = true

    init(map: BankCSVMap, preamble: ArraySlice<CSVText.Line>) throws(Reject) {
        self.map = map
        account = try Self.constant(map.account, in: preamble, "account")
        currency = try Self.constant(map.currency, in: preamble, "currency")
    }

    /// What holds for the whole file; nil when a column says it.
    private static func constant(
        _ source: BankCSVMap.Source, in preamble: ArraySlice<CSVText.Line>, _ what: String
    ) throws(Reject) -> String? {
        switch source {
        case .column: return nil
        case .fixed(let text): return text
        case .preamble(let label):
            for record in preamble {
                let text = record.fields.joined(separator: " ")
                guard let range = text.firstRange(of: label) else { continue }
                let rest = text[range.upperBound...].drop { $0 == ":" || $0.isWhitespace }
                let word = rest.prefix { !$0.isWhitespace }
                if !word.isEmpty { return String(word) }
            }
            throw Reject(
                BankNoteCode.headerMissing.rawValue,
                "no line before the header has “\(label)” and the \(what) after it")
        }
    }

    mutating func read(_ record: CSVText.Line) {
        guard !record.isEmpty else { return }
        let first = record.fields.first { !$0.isEmpty } ?? ""
        guard !map.trailers.contains(where: { first.hasPrefix($0) }) else { return }
        var fields = record.fields
        // Some exports end each line with one separator more than the header.
        while fields.count > map.header.count, fields.last?.isEmpty == true { fields.removeLast() }
        guard fields.count == map.header.count else {
            return refuse(
                .lineShape, record, "",
                "the line has \(fields.count) fields, the header \(map.header.count)")
        }
        guard let entry = entry(record, fields) else {
            isWhole = false
            return
        }
        reading.entries.append(entry)
        balances.append(
            map.balance.flatMap { field($0, fields) }.flatMap { balance($0) })
    }

    private mutating func entry(_ record: CSVText.Line, _ fields: [String]) -> BankEntry? {
        func text(_ column: String?) -> String { column.flatMap { field($0, fields) } ?? "" }
        func text(_ source: BankCSVMap.Source, _ constant: String?) -> String {
            if case .column(let name) = source { return text(name) }
            return constant ?? ""
        }
        guard let booked = map.dates.day(text(map.date)) else {
            refuse(
                .badDate, record, map.date,
                "‘\(text(map.date))’ is no day as \(map.name) writes them")
            return nil
        }
        let code = text(map.currency, currency)
        guard let currency = Currency(code) else {
            refuse(.badCurrency, record, "", "‘\(code)’ is no currency like INR")
            return nil
        }
        let account = Identifier.compact(text(map.account, account))
        guard !account.isEmpty else {
            refuse(.missingField, record, "", "the line does not say which account it is about")
            return nil
        }
        guard let amount = amount(record, fields) else { return nil }
        let texts = map.texts.map { text($0) }.filter { !$0.isEmpty }
        func optional(_ text: String) -> String? { text.isEmpty ? nil : text }
        return BankEntry(
            id: "", account: account, reference: text(map.reference), bookedOn: booked,
            valueOn: map.dates.day(text(map.valueDate)), currency: currency, amount: amount,
            remittance: texts.joined(separator: " "), partyName: optional(text(map.partyName)),
            partyAccount: optional(Identifier.compact(text(map.partyAccount))),
            line: record.number)
    }

    private mutating func amount(
        _ record: CSVText.Line, _ fields: [String]
    ) -> ExactDecimal? {
        switch map.amounts {
        case .signed(let column): return number(column, record, fields)
        case .twoColumns(let debit, let credit):
            let (out, into) = (field(debit, fields) ?? "", field(credit, fields) ?? "")
            let parts = [(debit, out), (credit, into)].filter { part in
                !part.1.isEmpty && map.numbers.read(part.1)?.isZero != true
            }
            guard let part = parts.first, parts.count == 1 else {
                refuse(
                    .badDirection, record, debit,
                    "an entry has an amount under \(debit) or under \(credit), not"
                        + (parts.isEmpty ? " none" : " both"))
                return nil
            }
            guard let size = number(part.0, record, fields) else { return nil }
            guard !size.isNegative else {
                refuse(.badAmount, record, part.0, "an amount under \(part.0) has no sign")
                return nil
            }
            return part.0 == debit ? try? size.negated() : size
        case .marked(let column, let mark, let debit, let credit):
            return marked(column, mark, (debit, credit), record, fields)
        }
    }

    private mutating func marked(
        _ column: String, _ mark: String, _ marks: (debit: String, credit: String),
        _ record: CSVText.Line, _ fields: [String]
    ) -> ExactDecimal? {
        var (digits, said) = (field(column, fields) ?? "", field(mark, fields) ?? "")
        if column == mark {
            said = String(digits.reversed().prefix { $0.isLetter || $0 == "." }.reversed())
            digits = String(digits.dropLast(said.count))
        }
        let folded = Identifier.folded(said)
        let isDebit = folded == Identifier.folded(marks.debit)
        guard isDebit || folded == Identifier.folded(marks.credit) else {
            refuse(
                .badDirection, record, mark,
                "‘\(said)’ is neither \(marks.debit) nor \(marks.credit)")
            return nil
        }
        guard let size = map.numbers.read(digits), !size.isNegative else {
            refuse(
                .badAmount, record, column, "‘\(digits)’ is no amount as \(map.name) writes them")
            return nil
        }
        return isDebit ? try? size.negated() : size
    }

    private mutating func number(
        _ column: String, _ record: CSVText.Line, _ fields: [String]
    ) -> ExactDecimal? {
        let text = field(column, fields) ?? ""
        guard let value = map.numbers.read(text) else {
            refuse(.badAmount, record, column, "‘\(text)’ is no amount as \(map.name) writes them")
            return nil
        }
        return value
    }

    /// A balance may carry a mark of its own (`1,234.50 Cr`).
    private func balance(_ text: String) -> ExactDecimal? {
        let folded = Identifier.folded(text)
        for (mark, sign) in [("CR", 1), ("DR", -1)] where folded.hasSuffix(mark) {
            let size = map.numbers.read(String(text.dropLast(2)))
            return sign > 0 ? size : size.flatMap { try? $0.negated() }
        }
        return map.numbers.read(text)
    }

    private func field(_ column: String, _ fields: [String]) -> String? {
        map.place(of: column).map { fields[$0] }
    }

    private mutating func refuse(
        _ code: BankNoteCode, _ record: CSVText.Line, _ column: String, _ text: String
    ) {
        isWhole = false
        reading.notes.append(BankNote(code, line: record.number, pointer: column, text))
    }

    mutating func finish() -> BankReading {
        if isWhole { checkBalances() }
        // Entries that are alike are numbered in the order of time, whichever way the file runs.
        var names = EntryNames()
        let order =
            map.isNewestFirst
            ? Array(reading.entries.indices.reversed())
            : Array(reading.entries.indices)
        for place in order { reading.entries[place].id = names.name(reading.entries[place]) }
        return reading
    }

    /// Each balance is the one before and the entry between.
    private mutating func checkBalances() {
        var places = Array(reading.entries.indices)
        if map.isNewestFirst { places.reverse() }
        for (before, now) in zip(places, places.dropFirst()) {
            let entry = reading.entries[now]
            guard reading.entries[before].account == entry.account, let old = balances[before],
                let new = balances[now], let sum = try? old + entry.amount, sum != new
            else { continue }
            reading.notes.append(
                BankNote(
                    .balanceOff, line: entry.line, pointer: map.balance ?? "",
                    "the balance before, \(old), and the entry, \(entry.amount), come to \(sum), but"
                        + " the line says \(new): entries are missing, or too many"))
        }
    }
}
