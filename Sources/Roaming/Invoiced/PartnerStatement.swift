package import Amounts

/// What a partner invoices, line by line: a CSV file (or a sheet exported as one) that was read by the
/// column map of its hub.
package struct PartnerStatement: Sendable, Hashable {
    /// Which total the lines state; one for all of a statement, since its columns say so.
    package enum Basis: String, Sendable, Hashable, CaseIterable {
        case beforeTax = "before_tax"
        case afterTax = "after_tax"
    }

    /// Whose statement it is, and about what.
    package struct Subject: Sendable, Hashable {
        package var hub: String
        package var counterparty: PartyID
        /// `.emsp`: they invoice us; `.cpo`: they write out credit for what they owe us.
        package var side: Side
        package var month: Month

        package init(hub: String, counterparty: PartyID, side: Side, month: Month) {
            self.hub = hub
            self.counterparty = counterparty
            self.side = side
            self.month = month
        }
    }

    package var subject: Subject
    /// The partner's number of it.
    package var number: String
    package var basis: Basis
    /// In the order of the file.
    package var rows: [StatementRow]
    /// What is wrong with it; a line with an error is not among the rows.
    package var findings: [StatementFinding]

    package init(
        subject: Subject, number: String, basis: Basis, rows: [StatementRow],
        findings: [StatementFinding]
    ) {
        self.subject = subject
        self.number = number
        self.basis = basis
        self.rows = rows
        self.findings = findings
    }
}

/// One line of a partner's statement.
package struct StatementRow: Sendable, Hashable {
    /// Line of the file, from 1; where a quoted cell runs over several, the first.
    package var line: Int
    /// Ids as the partner writes them; at least one that leads to a CDR is there.
    package var cdrID: String?
    package var sessionID: String?
    package var evseID: String?
    /// Token uid or contract id.
    package var token: String?
    package var start: WrittenTime?
    package var end: WrittenTime?
    /// kWh
    package var energy: ExactDecimal?
    package var beforeTax: ExactDecimal?
    package var tax: ExactDecimal?
    package var afterTax: ExactDecimal?
    package var currency: Currency

    package init(line: Int, currency: Currency) {
        self.line = line
        self.currency = currency
    }

    /// The amount on which the statement's lines are compared.
    package func amount(on basis: PartnerStatement.Basis) -> ExactDecimal? {
        basis == .afterTax ? afterTax : beforeTax
    }
}

/// A time as exactly as it was written: `05/10/2026 14:30` is any moment of that minute, a date any of
/// that day.
package struct WrittenTime: Sendable, Hashable {
    package var from: Instant
    /// Exclusive.
    package var until: Instant

    package init(from: Instant, until: Instant) {
        self.from = from
        self.until = until
    }

    /// - Parameter seconds: by which it may be off on either side, inclusive.
    package func holds(_ instant: Instant, within seconds: Int64) -> Bool {
        from.advanced(bySeconds: -seconds) <= instant
            && instant < until.advanced(bySeconds: seconds)
    }
}

/// Something wrong or noteworthy about a line of a statement, or about the whole of it.
package struct StatementFinding: Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        // The whole: holds everything the partner invoices for the month.
        /// Not a table as the column map says: another encoding, no header, no line that can be read.
        case unreadable = "FILE_UNREADABLE"
        /// A line names another party than the one the statement is from.
        case wrongParty = "WRONG_PARTY"

        // A line: it is refused.
        case missingCell = "MISSING_CELL"
        case badNumber = "BAD_NUMBER"
        case badDate = "BAD_DATE"
        case badCurrency = "BAD_CURRENCY"
        /// A spreadsheet has turned the id into a number and lost its digits.
        case idAsNumber = "ID_AS_NUMBER"
        case textTooLong = "TEXT_TOO_LONG"
        /// Has more or fewer cells than the header.
        case unevenLine = "UNEVEN_LINE"

        // Noted only.
        /// Net and tax of a line do not come to its gross.
        case netTaxGross = "NET_TAX_GROSS"
        case totalDiffers = "TOTAL_DIFFERS"
        case totalMissing = "TOTAL_MISSING"

        package var severity: Disposition.Severity {
            switch self {
            case .unreadable, .wrongParty: .fatal
            case .missingCell, .badNumber, .badDate, .badCurrency, .idAsNumber, .textTooLong,
                .unevenLine:
                .severe
            case .netTaxGross, .totalDiffers, .totalMissing: .warning
            }
        }
    }

    package var code: Code
    /// 0 for the whole file.
    package var line: Int
    /// The header of the column; empty for the whole line.
    package var column: String
    /// Plain words: what is wrong, and what the partner should send instead.
    package var text: String
    /// What is stated less what the lines come to.
    package var atStake: ExactDecimal?

    package init(
        _ code: Code, line: Int = 0, column: String = "", _ text: String,
        atStake: ExactDecimal? = nil
    ) {
        self.code = code
        self.line = line
        self.column = column
        self.text = text
        self.atStake = atStake
    }
}
