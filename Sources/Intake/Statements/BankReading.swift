package import Roaming

/// What may be said about a bank's file, an entry or a line of it.
package enum BankNoteCode: String, Sendable, Hashable, CaseIterable {
    // Refused: nothing is taken from there.
    case fileTooLarge = "FILE_TOO_LARGE"
    case documentTypeRefused = "DOCUMENT_TYPE_REFUSED"
    case notXML = "NOT_XML"
    /// XML, but no camt.053.
    case notAStatement = "NOT_A_STATEMENT"
    /// No line has the columns of the map.
    case headerMissing = "HEADER_MISSING"
    /// A line with other fields than the header has.
    case lineShape = "LINE_SHAPE"
    case missingField = "MISSING_FIELD"
    case badAmount = "BAD_AMOUNT"
    case badDate = "BAD_DATE"
    case badCurrency = "BAD_CURRENCY"
    /// Neither a debit nor a credit, or both.
    case badDirection = "BAD_DIRECTION"
    /// An account that no entity of ours has.
    case unknownAccount = "UNKNOWN_ACCOUNT"
    // Found: taken, but somebody should look.
    /// Opening balance and entries do not come to the closing balance.
    case balanceOff = "BALANCE_OFF"
    /// The details of a batch do not come to its entry.
    case batchOff = "BATCH_OFF"
    /// Announced (pending or for information); no money has moved.
    case notBooked = "NOT_BOOKED"

    package var isReject: Bool {
        switch self {
        case .balanceOff, .batchOff, .notBooked: false
        default: true
        }
    }
}

/// One remark about a bank's file.
package struct BankNote: Sendable, Hashable {
    package var code: BankNoteCode
    /// From 1; 0 for the whole file.
    package var line: Int
    /// A path in the document: `/Stmt[1]/Ntry[3]`; the column's name in a CSV.
    package var pointer: String
    package var text: String

    package init(_ code: BankNoteCode, line: Int, pointer: String = "", _ text: String) {
        self.code = code
        self.line = line
        self.pointer = pointer
        self.text = text
    }
}

/// What a bank's file came to.
package struct BankReading: Sendable, Hashable {
    /// In the order of the file.
    package var entries: [BankEntry] = []
    package var notes: [BankNote] = []

    package init() {}
}
