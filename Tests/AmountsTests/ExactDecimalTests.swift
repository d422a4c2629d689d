import Amounts
import Testing

@Test func `a decimal keeps its written digits`() throws {
    let price = try #require(ExactDecimal("1.10"))
    #expect(price.description == "1.10")
}
