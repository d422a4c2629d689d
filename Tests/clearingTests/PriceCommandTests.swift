import Foundation
import TestSupport
import Testing

/// `clearing price` as its user types it, right and wrong.
@Suite struct PriceCommandTests {
    private static let cdr = #"""
        {"start_date_time":"2026-10-05T10:00:00Z","end_date_time":"2026-10-05T11:00:00Z",
         "currency":"EUR","cdr_location":{"country":"NLD"},
         "charging_periods":[{"start_date_time":"2026-10-05T10:00:00Z","dimensions":
         [{"type":"ENERGY","volume":20}]}],
         "total_cost":{"excl_vat":5.0},"total_energy":20,"total_time":1,"tariffs":[TARIFF]}
        """#
    private static let tariff = #"""
        {"country_code":"NL","party_id":"TST","id":"A","currency":"EUR","elements":[
         {"price_components":[{"type":"ENERGY","price":0.25333,"vat":10,"step_size":1}]}]}
        """#
    private static let whole = cdr.replacingOccurrences(of: "TARIFF", with: tariff)

    private func price(
        _ text: String, _ arguments: String..., batch: Bool = false
    ) throws -> PriceProcess.Ended {
        try PriceProcess.run(["price", batch ? "--batch" : "--cdr", "-"] + arguments, input: text)
    }

    @Test func `fields have four decimals, the exact ones all of them`() throws {
        let answer = try PriceAnswerText(price(Self.whole, "--json").output)
        #expect(answer.text("total_cost", "before_tax") == "5.0666")
        #expect(answer.text("total_cost", "after_tax") == "5.5733")
        #expect(answer.exact("total_cost", "after_tax") == Rational("5.57326"))
        #expect(answer.text("total_parking_cost", "after_tax") == "0.0000")
    }

    @Test func `an envelope or a list of one is as good as the bare object`() throws {
        let bare = try price(Self.whole, "--json").output
        let enveloped = try price(
            "{\"status_code\":1000,\"data\":\(Self.whole)}", "--json"
        ).output
        let listed = try price("[\(Self.whole)]", "--json").output
        #expect(enveloped == bare)
        #expect(listed == bare)
    }

    @Test func `a tariff beside the CDR wins over the one in it`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            Self.tariff.replacingOccurrences(of: "0.25333", with: "1"), to: "tariff.json")
        let answer = try PriceAnswerText(
            price(Self.whole, "--json", "--tariff", folder.path("tariff.json")).output)
        #expect(answer.exact("total_cost", "before_tax") == Rational("20"))
    }

    @Test func `a rounding policy of the rules rounds the total`() throws {
        let ended = try price(Self.whole, "--json", "--rounding", "total-half-up")
        #expect(try PriceAnswerText(ended.output).text("total_cost", "after_tax") == "5.57")
        let unknown = try price(Self.whole, "--rounding", "nearest")
        #expect(unknown.code == 64)
        #expect(unknown.errors.contains("total-half-up"))
    }

    @Test func `a person reads the price and, when asked, how it comes about`() throws {
        let short = try price(Self.whole)
        #expect(short.code == 0)
        #expect(short.output.contains("total"))
        #expect(!short.output.contains("How the price"))
        let long = try price(Self.whole, "--explain").output
        #expect(long.contains("charged by the 1st element of tariff A: EUR 0.25333 per kWh"))
        #expect(long.contains("Together: EUR 5.0666 before tax, EUR 5.57326 after tax"))
    }

    @Test func `what cannot be priced ends with 65 and says why`() throws {
        let noTariff = Self.cdr.replacingOccurrences(of: "[TARIFF]", with: "[]")
        let ended = try price(noTariff, "--json")
        #expect(ended.code == 65)
        #expect(try PriceAnswerText(ended.output).unpriceable == "TARIFF_MISSING")
        let plain = try price(noTariff)
        #expect(plain.code == 65)
        #expect(plain.errors.contains("TARIFF_MISSING"))
    }

    @Test(arguments: [
        ("", "EMPTY_FILE"), ("<html>502</html>", "NOT_JSON"),
        ("{\"currency\":\"EUR\"", "TRUNCATED"),
        ("[]", "EMPTY_FILE"), ("{\"currency\":\"EUR\"}", "MISSING_FIELD"),
        ("{\"status_code\":2001,\"status_message\":\"no\"}", "RESPONSE_ERROR"),
    ])
    func `garbage is refused with its own code`(_ text: String, _ code: String) throws {
        let ended = try price(text, "--json")
        #expect(ended.code == 65)
        #expect(try PriceAnswerText(ended.output).unpriceable == code)
    }

    @Test(arguments: [
        ([], Int32(64), "--cdr"), (["--cdr", "a", "--batch", "b"], 64, "not both"),
        (["--cdr", "/nowhere/c.json"], 69, "no file"), (["--cdr", "/tmp"], 69, "directory"),
        (["--batch", "/tmp"], 69, "directory"), (["--batch", "/nowhere"], 69, "no file"),
        (["--cdr", "-", "--time-zone", "Mars/One"], 64, "IANA"),
        (["--cdr", "-", "--ocpi", "3.0"], 64, "2.2.1"),
        (["--cdr", "-", "--tariff", "-"], 64, "standard input"),
        (["--cdr", "-", "--tariff", "/nowhere"], 69, "no file"),
    ])
    func `a wrong command line says what is wrong`(
        _ arguments: [String], _ code: Int32, _ word: String
    ) throws {
        let ended = try PriceProcess.run(["price"] + arguments, input: Self.whole)
        #expect(ended.code == code)
        #expect(ended.errors.contains(word), "\(ended.errors)")
    }

    @Test func `a batch answers every line in order, bad ones too`() throws {
        let good = Self.whole.split(separator: "\n").joined()
        let lines = [
            "{\"cdr\":\(good)}", "", "nonsense", "{\"cdr\":{}}", "[1]", "{\"tariff\":{}}",
            "{\"cdr\":\(good),\"time_zone\":\"Asia/Kolkata\"}",
        ]
        let ended = try price(lines.joined(separator: "\n"), batch: true)
        #expect(ended.code == 0)
        let answers = try ended.output.split(separator: "\n").map {
            try PriceAnswerText(String($0))
        }
        try #require(answers.count == lines.count)
        let codes = answers.map { $0.unpriceable ?? "" }
        #expect(
            codes == [
                "", "MALFORMED_JSON", "MALFORMED_JSON", "MISSING_FIELD", "NOT_AN_OBJECT",
                "MISSING_FIELD", "",
            ])
        #expect(answers.map(\.line) == [nil, 2, 3, 4, 5, 6, nil])
    }

    @Test func `a batch with nothing to price ends with 65`() throws {
        let bad = try price("x\n", batch: true)
        #expect(bad.code == 65)
        #expect(bad.output.split(separator: "\n").count == 1)
        let empty = try price("", batch: true)
        #expect(empty.code == 65)
        #expect(empty.errors.contains("empty"))
    }

    @Test func `a batch whose only prices are too large to be written ends with 65`() throws {
        let large = try #require(
            try PriceCase.all(in: "decisions").first {
                try $0.expected().unpriceable == "AMOUNT_TOO_LARGE"
            })
        let members = try ["cdr", "tariff"].map { "\"\($0)\":\(try large.line("\($0).json"))" }
        let line = "{\(members.joined(separator: ","))}"
        let ended = try price("\(line)\n\(line)\n", batch: true)
        #expect(ended.code == 65)
        #expect(ended.errors.contains("none of the 2 lines"))
        let answers = try ended.output.split(separator: "\n").map {
            try PriceAnswerText(String($0))
        }
        #expect(answers.map(\.unpriceable) == ["AMOUNT_TOO_LARGE", "AMOUNT_TOO_LARGE"])
        let good = Self.whole.split(separator: "\n").joined()
        #expect(try price("\(line)\n{\"cdr\":\(good)}\n", batch: true).code == 0)
    }

    @Test func `a line too long for any CDR is refused and the next one priced`() throws {
        let good = Self.whole.split(separator: "\n").joined()
        let long = "{\"x\":\"" + String(repeating: "a", count: 17 << 20) + "\"}"
        let ended = try price("\(long)\n{\"cdr\":\(good)}\n", batch: true)
        let answers = try ended.output.split(separator: "\n").map {
            try PriceAnswerText(String($0))
        }
        #expect(answers.map(\.unpriceable) == ["OBJECT_TOO_LARGE", nil])
    }

    @Test func `the benchmark counts what it prices`() throws {
        let good = Self.whole.split(separator: "\n").joined()
        let folder = try TemporaryFolder()
        try folder.write("{\"cdr\":\(good)}\n{\"cdr\":\(good)}\n", to: "b.ndjson")
        let ended = try PriceProcess.run(
            "bench", "price", folder.path("b.ndjson"), "--passes", "2", "--threads", "2", "--json")
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(ended.output.contains("\"cdrs\":2,\"priced\":2"))
        #expect(ended.output.contains("\"parse_and_price_cdrs_per_s\":"))
    }

    @Test(arguments: ["2.1.1", "2.2.1", "2.3.0"])
    func `the specification's own CDR comes out priced`(_ version: String) throws {
        let folder = Checkout.cases.appendingPathComponent("intake/specification/\(version)")
        let name = version == "2.1.1" ? "cdr_1.json" : "cdr_example.json"
        let file = folder.appendingPathComponent(name).path
        let answer = try PriceAnswerText(PriceProcess.run("price", "--cdr", file, "--json").output)
        #expect(answer.exact("total_cost", "before_tax") == Rational("4"))
    }
}
