package import Amounts

/// One legal entity of ours, as `Rules/entities/<id>.yaml` says: who issues statements and owes what
/// they come to. Statements, positions and every journal entry belong to exactly one.
package struct EntityRule: Sendable {
    /// When the rate of a foreign amount is fixed (settlement practice §2.8).
    package enum RateDate: String, Sendable, Hashable, CaseIterable {
        /// Each session by the rate of the day on which it ended.
        case sessionEnd = "session_end"
        /// The whole statement by the rate of the last day of its month.
        case statementDate = "statement_date"
    }

    /// The file's name: lower-case letters, digits, hyphens.
    package var id: String
    /// As registered.
    package var name: String
    /// Parties of ours through which the entity acts; each party acts for one entity.
    package var parties: Set<PartyID>
    /// Line by line, as on a letter; may be empty.
    package var address: [String]
    package var gstin: GSTIN?
    /// In which the books are kept; every foreign amount has its value in it too.
    package var bookCurrency: Currency
    /// Beginning of the entity's statement numbers.
    package var statementSeries: String
    /// 1 ... 12; in India 4 (§3.5).
    package var financialYearStart: Int
    package var rateDates: RuleBook<RateDate>
    /// IBANs and numbers of its bank accounts: capitals and digits only.
    package var bankAccounts: Set<String>

    package init(
        id: String, name: String, parties: Set<PartyID>, address: [String], gstin: GSTIN?,
        bookCurrency: Currency, statementSeries: String, financialYearStart: Int,
        rateDates: RuleBook<RateDate>, bankAccounts: Set<String> = []
    ) {
        self.id = id
        self.name = name
        self.parties = parties
        self.address = address
        self.gstin = gstin
        self.bookCurrency = bookCurrency
        self.statementSeries = statementSeries
        self.financialYearStart = financialYearStart
        self.rateDates = rateDates
        self.bankAccounts = bankAccounts
    }

    /// The financial year a day falls in: `2026-27`, or `2026` where it is the calendar year.
    package func financialYear(of day: Day) -> String {
        let (year, month, _) = day.yearMonthDay
        guard financialYearStart > 1 else { return padded(year, 4) }
        let first = month >= financialYearStart ? year : year - 1
        return "\(padded(first, 4))-\(padded((first + 1) % 100, 2))"
    }
}

/// A GST identification number (settlement practice §3.4): state, PAN, entity, check character.
package struct GSTIN: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// Nil unless it is written like a taxpayer's number and its last character is the check over the
    /// others.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 15, Self.isShaped(bytes),
            Self.checkCharacter(of: bytes.prefix(14)) == bytes[14]
        else { return nil }
        description = text
    }

    /// The first two digits.
    package var state: String { String(description.prefix(2)) }

    /// `^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$`
    private static func isShaped(_ bytes: [UInt8]) -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
        func isLetter(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
        let kind = bytes[13]
        return bytes[0..<2].allSatisfy(isDigit) && bytes[2..<7].allSatisfy(isLetter)
            && bytes[7..<11].allSatisfy(isDigit) && isLetter(bytes[11])
            && (isLetter(bytes[12]) || isDigit(bytes[12]) && bytes[12] != 48)
            && (kind == 90 || kind >= 49 && kind <= 57 || kind >= 65 && kind <= 74 && kind != 67)
            && (isDigit(bytes[14]) || isLetter(bytes[14]))
    }

    /// Values 0 … 35, factors 1, 2, 1, 2 … from the left; the digits of each product in base 36 add
    /// up, and the check brings the sum to a multiple of 36.
    private static func checkCharacter(of bytes: ArraySlice<UInt8>) -> UInt8 {
        var sum = 0
        for (place, byte) in bytes.enumerated() {
            let value = Int(byte) - (byte <= 57 ? 48 : 55)
            let product = value * (place % 2 == 0 ? 1 : 2)
            sum += product / 36 + product % 36
        }
        let check = (36 - sum % 36) % 36
        return UInt8(check + (check < 10 ? 48 : 55))
    }
}
