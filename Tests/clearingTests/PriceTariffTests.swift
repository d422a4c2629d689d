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

    @Test func `all fields that are almost OCPI's are named, not only the first`() throws {
        let tariff = #"""
            {"country_code":"NL","party_id":"TST","id":"A","currency":"EUR","maxprice":{},
             "elements":[{"price_components":[{"type":"ENERGY","price":1,"stepSize":1}],
             "restriction":null,"restrictions":{"dayOfWeek":["MONDAY"],"start_time":"07:00",
             "end_tmie":"19:00","booking":1}},{"price_component":[]}],"curency":"EUR"}
            """#
        let ended = try PriceProcess.run("lint-tariff", "-", "--json", input: tariff)
        #expect(ended.code == 1)
        let pointers = ended.output.components(separatedBy: "\"code\":\"MISNAMED_FIELD\"")
            .dropFirst().compactMap { part in
                part.components(separatedBy: "\"pointer\":\"").dropFirst().first?
                    .components(separatedBy: "\"").first
            }
        // One that is null changes nothing.
        #expect(
            pointers == [
                "/maxprice", "/elements/0/price_components/0/stepSize",
                "/elements/0/restrictions/dayOfWeek", "/elements/0/restrictions/end_tmie",
                "/elements/1/price_component", "/curency",
            ])
    }

    @Test func `another mistake is told beside the fields that are almost OCPI's`() throws {
        let tariff = #"""
            {"id":"A","currency":"EURO","elements":[{"price_components":[{"type":"ENERGY","price":1,
             "step_size":1}],"restriction":{}}]}
            """#
        let ended = try PriceProcess.run("lint-tariff", "-", input: tariff)
        #expect(ended.code == 1)
        #expect(ended.output.contains("MISNAMED_FIELD /elements/0/restriction"))
        #expect(ended.output.contains("/currency"))
    }

    @Test func `a tariff is told in words with three sessions`() throws {
        let ended = try PriceProcess.run(
            "explain-tariff", Self.example("tariff_4_complex"), "--on", "2026-10-01")
        #expect(ended.code == 0)
        #expect(ended.output.contains("EUR 5.00 per hour (tax 10 %), in steps of 5 min"))
        #expect(ended.output.contains("Monday to Friday, from 09:00 to 18:00"))
        // Monday half an hour at 32 A: 2.50 + 0.5 × 2.00; tax 15 % and 20 %.
        #expect(ended.output.contains("EUR 3.50 before tax, EUR 4.075 after tax"))
        #expect(ended.output.contains("Monday to Friday, while the current is 32.00 A or more"))
    }

    @Test func `a tariff in words says what a limit did, and that no rate is known`() throws {
        func told(_ tariff: String) throws -> String {
            try PriceProcess.run("explain-tariff", "-", "--on", "2026-11-01", input: tariff).output
        }
        // 11, 33 and 44 kWh at 1.00, raised to 20 and held at 40.
        let limited = try told(
            #"""
            {"country_code":"NL","party_id":"TST","id":"A","currency":"EUR",
             "max_price":{"excl_vat":40},"min_price":{"excl_vat":20},"elements":[
             {"price_components":[{"type":"ENERGY","price":1,"step_size":1}]}]}
            """#)
        #expect(limited.contains("EUR 20.00 after tax (energy 11.00, raised to the minimum price)"))
        #expect(limited.contains("EUR 33.00 after tax (energy 33.00)"))
        #expect(limited.contains("EUR 40.00 after tax (energy 44.00, held at the maximum price)"))
        #expect(limited.contains("the tariff says no rate, so none is added here"))
        let gross = try told(
            #"""
            {"country_code":"CA","party_id":"TST","id":"A","currency":"CAD","tax_included":"YES",
             "elements":[{"price_components":[{"type":"ENERGY","price":1,"step_size":1},
             {"type":"FLAT","price":2}]}]}
            """#)
        #expect(gross.contains("Prices include tax, at a rate that the tariff does not say."))
        #expect(
            gross.contains("unknown before tax, CAD 13.00 after tax (start fee 2.00, energy 11.00)")
        )
    }

    @Test func `limits, steps and credits are read aloud without a riddle`() throws {
        let cdr = #"""
            {"start_date_time":"2026-10-05T10:00:00Z","end_date_time":"2026-10-05T10:40:00Z",
             "currency":"EUR","credit":true,"credit_reference_id":"1",
             "charging_periods":[{"start_date_time":"2026-10-05T10:00:00Z","dimensions":
             [{"type":"PARKING_TIME","volume":0.6667}]}],"tariffs":[
             {"country_code":"NL","party_id":"TST","id":"A","currency":"EUR",
             "max_price":{"excl_vat":1},"elements":[
             {"price_components":[{"type":"PARKING_TIME","price":2,"step_size":900}]}]}]}
            """#
        let told = try PriceProcess.run("price", "--cdr", "-", "--explain", input: cdr).output
        #expect(told.contains("rounded up to whole steps of 15 min"))
        #expect(
            told.contains(
                "Then the tariff's maximum price takes away EUR 0.50 before tax, EUR 0.50"))
        #expect(told.contains("This is a credit CDR: the total is given back"))
        #expect(told.contains("Total: EUR -1.00 before tax, EUR -1.00 after tax"))
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
