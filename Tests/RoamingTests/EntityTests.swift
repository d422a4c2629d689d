import Amounts
import Roaming
import Testing

@Suite struct EntityTests {
    /// Settlement practice §3.4: numbers of the field that pass and fail the check character.
    @Test(arguments: [
        "27AAPFU0939F1ZV", "29AACCC6636P1Z1", "24AAQCA8719H1ZC", "29AAGCB7383J1Z4",
        "05AAACG2115R1ZN",
    ])
    func `a GSTIN has its check character`(_ text: String) throws {
        let gstin = try #require(GSTIN(text))
        #expect(gstin.description == text)
        #expect(gstin.state == text.prefix(2))
        // One character changed is noticed wherever it stands.
        for place in text.indices {
            var wrong = text
            wrong.replaceSubrange(place...place, with: text[place] == "7" ? "8" : "7")
            #expect(GSTIN(wrong) == nil, "\(wrong)")
        }
    }

    @Test(arguments: [
        "36AMBPG7773M002", "02AMBPG7773M002", "", "27AAPFU0939F1Z", "27aapfu0939f1zv",
        "27AAPFU0939F1CV", "27AAPFU0939F0ZV", "27AAPFU0939F1ZVV",
    ])
    func `what is no GSTIN is refused`(_ text: String) { #expect(GSTIN(text) == nil) }

    @Test func `the financial year begins in its month`() throws {
        let india = try entity(startingIn: 4)
        #expect(india.financialYear(of: try day("2026-03-31")) == "2025-26")
        #expect(india.financialYear(of: try day("2026-04-01")) == "2026-27")
        #expect(india.financialYear(of: try day("2099-12-31")) == "2099-00")
        let netherlands = try entity(startingIn: 1)
        #expect(netherlands.financialYear(of: try day("2026-01-01")) == "2026")
        #expect(netherlands.financialYear(of: try day("2026-12-31")) == "2026")
    }

    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    private func entity(startingIn month: Int) throws -> EntityRule {
        let book = try RuleBook([(from: day("2017-07-01"), rule: EntityRule.RateDate.sessionEnd)])
        return EntityRule(
            id: "e", name: "E", parties: [], address: [], gstin: nil,
            bookCurrency: try #require(Currency("INR")), statementSeries: "E",
            financialYearStart: month, rateDates: try #require(book))
    }
}
