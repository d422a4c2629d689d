import Intake
import Roaming
import Testing

@testable import Hubs

/// What a hub that speaks 2.3.0 makes of what it also has in 2.2.1.
@Suite struct Shape230Tests {
    private func shaped(_ text: String) -> String {
        String(decoding: Shape230.of(Array(text.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        // types, Price: before_taxes and a list of taxes, which add up to what it is after them.
        (
            #"{"total_cost":{"excl_vat":4.00,"incl_vat":4.40}}"#,
            #"{"total_cost":{"before_taxes":4.00,"taxes":[{"name":"VAT","amount":0.40}]}}"#
        ),
        (#"{"total_cost":{"excl_vat":4.00}}"#, #"{"total_cost":{"before_taxes":4.00}}"#),
        // A credit.
        (
            #"{"a":{"incl_vat":-1.10, "excl_vat":-1.00}}"#,
            #"{"a":{"before_taxes":-1.00,"taxes":[{"name":"VAT","amount":-0.10}]}}"#
        ),
        // mod_tariffs, PriceLimit and tax_included.
        (
            #"{"id":"1","min_price":{"excl_vat":1,"incl_vat":1.18},"elements":[{"price_components":[]}]}"#,
            #"{"id":"1","min_price":{"before_taxes":1,"after_taxes":1.18},"elements":[{"price_components":[]}],"tax_included":"NO"}"#
        ),
        (
            #"{"tariffs":[{"elements":[]}],"n":[]}"#,
            #"{"tariffs":[{"elements":[],"tax_included":"NO"}],"n":[]}"#
        ),
        // Numbers keep their digits, texts their escapes.
        (
            #"{"kwh":10.000,"x":"a \"b\", {c}","y":null,"z":{}}"#,
            #"{"kwh":10.000,"x":"a \"b\", {c}","y":null,"z":{}}"#
        ),
    ])
    func `amounts and tariffs change, the rest stays`(_ old: String, _ new: String) {
        #expect(shaped(old) == new)
    }

    @Test(arguments: ["", "{", #"{"a"}"#, #"{"a":1]"#, #"{"a":1} 2"#, #"{"a":"b"#])
    func `what is no object is left alone`(_ text: String) {
        #expect(shaped(text) == text)
    }
}
