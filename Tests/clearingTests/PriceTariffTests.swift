import Foundation
import TestSupport
import Testing

/// `clearing lint-tariff`, `explain-tariff` and `price --verify` as their user types them.
@Suite struct PriceTariffTests {
    private static func example(_ name: String) -> String {
        Checkout.cases.appendingPathComponent("intake/specification/2.2.1/\(name).json").path
    }

    @Test func `a tariff of the specification is clean, a broken one ends with 1`() throws {
        let clean = try PriceProcess.run("lint-tariff", Self.example("tariff_8_simple_025kwh"))
        #expect(clean.code == 0)
        #expect(clean.output.contains("nothing odd"))
        let tariff = #"""
            {"country_code":"NL","party_id":"TST","id":"A","currency":"XYZ","elements":[
             {"price_components":[{"type":"ENERGY","price":1,"vat":10,"step_size":1}]}]}
            """#
        let broken = try PriceProcess.run("lint-tariff", "-", "--json", input: tariff)
        #expect(broken.code == 1)
        #expect(broken.output.contains("\"code\":\"CURRENCY_UNKNOWN\",\"severity\":\"error\""))
        #expect(broken.output.contains("\"pointer\":\"/currency\""))
    }

    @Test func `a field that is almost one of OCPI's is an error with its place`() throws {
        let tariff = #"""
            {"country_code":"NL","party_id":"TST","id":"A","currency":"EUR","elements":[
             {"price_components":[{"type":"ENERGY","price":1,"step_size":1}],"restriction":{}}]}
            """#
        let ended = try PriceProcess.run("lint-tariff", "-", input: tariff)
        #expect(ended.code == 1)
        #expect(ended.output.contains("MISNAMED_FIELD /elements/0/restriction"))
    }

    @Test func `a tariff is told in words with three sessions`() throws {
        let ended = try PriceProcess.run(
            "explain-tariff", Self.example("tariff_4_complex"), "--on", "2026-10-01")
        #expect(ended.code == 0)
        #expect(ended.output.contains("EUR 5.00 per hour (tax 10 %), in steps of 5 min"))
        #expect(ended.output.contains("Monday to Friday, from 09:00 to 18:00"))
        // Monday half an hour at 32 A: 2.50 + 0.5 × 2.00; tax 15 % and 20 %.
        #expect(ended.output.contains("EUR 3.50 before tax, EUR 4.075 after tax"))
    }

    @Test func `a claim that differs ends with 1 and names its causes`() throws {
        let cdr = try String(contentsOfFile: Self.example("cdr_example"), encoding: .utf8)
        let agreed = try PriceProcess.run("price", "--cdr", "-", "--verify", input: cdr)
        #expect(agreed.code == 0)
        #expect(agreed.output.contains("All claims agree with ours."))
        // 7103 s at 2 EUR an hour without the step of 300 s are 3.946… and 4.3407… with tax.
        let claim = cdr.replacingOccurrences(of: "4.00", with: "3.95")
            .replacingOccurrences(of: "4.40", with: "4.34")
        let differs = try PriceProcess.run(
            "price", "--cdr", "-", "--verify", "--json", input: claim)
        #expect(differs.code == 1)
        #expect(differs.output.contains("\"agrees\":false"))
        #expect(differs.output.contains("\"cause\":\"step\",\"amount\":\"-97/1800\""))
    }
}
