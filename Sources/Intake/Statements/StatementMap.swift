package import Amounts

/// How a partner writes its statements, as `statement_columns` of `Rules/hubs/<hub>.yaml` says.
package struct StatementMap: Sendable, Hashable {
    package enum Field: String, Sendable, Hashable, CaseIterable {
        case cdrID = "cdr_id"
        case sessionID = "session_id"
        case start, end
        case energy = "energy_kwh"
        case net, tax, gross, currency, evse, token
        /// The partner's own party id.
        case party
    }

    package var encoding: TextEncoding
    package var delimiter: CSVText.Delimiter
    /// Lines before the header.
    package var preambleRows: Int
    package var numbers: NumberFormat
    package var dates: DatePattern
    /// Headers as the partner writes them; compared without regard to case and outer space.
    package var columns: [Field: String]
    /// For a statement without a column for it.
    package var currency: Currency?
    /// A line whose first cell begins with it is the total.
    package var totalLabel: String?

    package init(
        encoding: TextEncoding, delimiter: CSVText.Delimiter, preambleRows: Int,
        numbers: NumberFormat,
        dates: DatePattern, columns: [Field: String], currency: Currency?, totalLabel: String?
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.preambleRows = preambleRows
        self.numbers = numbers
        self.dates = dates
        self.columns = columns
        self.currency = currency
        self.totalLabel = totalLabel
    }

    /// After tax where the columns give it.
    var statesTotalAfterTax: Bool {
        columns[.gross] != nil || columns[.net] != nil && columns[.tax] != nil
    }

    /// What a map lacks to be of use; nil when it lacks nothing.
    package var lack: String? {
        if columns[.cdrID] == nil, columns[.sessionID] == nil,
            columns[.evse] == nil || columns[.start] == nil
        {
            return "name the column of the CDR id, of the session id, or of EVSE and start"
        }
        if columns[.gross] == nil, columns[.net] == nil { return "name the column net or gross" }
        if columns[.currency] == nil, currency == nil {
            return "name the column of the currency, or the `currency` of all lines"
        }
        return nil
    }
}
