import Roaming

/// How one bank exports its statements as CSV (`Rules/banks/<bank>.yaml`). Columns are named as in
/// the header line, in any letter case.
package struct BankCSVMap: Sendable, Hashable {
    /// Where something is said that is the same for the whole file.
    package enum Source: Sendable, Hashable {
        case column(String)
        /// In a line before the header, after this label (`Account No :`).
        case preamble(String)
        case fixed(String)
    }

    /// Where the direction of an amount is said.
    package enum AmountColumns: Sendable, Hashable {
        /// One column, debits below zero.
        case signed(String)
        /// Two columns, one of them empty (or zero).
        case twoColumns(debit: String, credit: String)
        /// One column without sign, and a mark beside it or behind the number in the same column.
        case marked(String, mark: String, debit: String, credit: String)
    }

    /// The file's name in the rules.
    package var name: String
    package var title: String
    package var encoding: TextEncoding
    package var delimiter: CSVText.Delimiter
    /// The whole header line; what stands before it is the preamble.
    package var header: [String]
    package var account: Source
    package var currency: Source
    package var date: String
    package var valueDate: String?
    package var dates: DatePattern
    package var numbers: NumberFormat
    package var amounts: AmountColumns
    /// Joined with a blank.
    package var texts: [String]
    package var reference: String?
    package var partyName: String?
    package var partyAccount: String?
    /// After the entry; each is checked against the one before.
    package var balance: String?
    package var isNewestFirst: Bool
    /// Beginnings of lines after the header that are no entries (totals, remarks).
    package var trailers: [String]

    package init(
        name: String, title: String, encoding: TextEncoding, delimiter: CSVText.Delimiter,
        header: [String], account: Source, currency: Source, date: String, valueDate: String?,
        dates: DatePattern, numbers: NumberFormat, amounts: AmountColumns, texts: [String],
        reference: String?, partyName: String?, partyAccount: String?, balance: String?,
        isNewestFirst: Bool, trailers: [String]
    ) {
        self.name = name
        self.title = title
        self.encoding = encoding
        self.delimiter = delimiter
        self.header = header
        self.account = account
        self.currency = currency
        self.date = date
        self.valueDate = valueDate
        self.dates = dates
        self.numbers = numbers
        self.amounts = amounts
        self.texts = texts
        self.reference = reference
        self.partyName = partyName
        self.partyAccount = partyAccount
        self.balance = balance
        self.isNewestFirst = isNewestFirst
        self.trailers = trailers
    }

    /// The columns it reads.
    package var columns: [String] {
        var names = [date, valueDate, reference, partyName, partyAccount, balance].compactMap(
            \.self)
        for case .column(let name) in [account, currency] { names.append(name) }
        switch amounts {
        case .signed(let amount): names.append(amount)
        case .twoColumns(let debit, let credit): names += [debit, credit]
        case .marked(let amount, let mark, _, _): names += [amount, mark]
        }
        return names + texts
    }

    /// Place of a column in a line; letter case does not matter.
    package func place(of column: String) -> Int? {
        let wanted = Identifier.folded(column)
        return header.firstIndex { Identifier.folded($0) == wanted }
    }
}
