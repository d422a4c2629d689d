import Amounts
import Foundation
import Intake
import Roaming
import Testing

/// Shapes seen in the field (tariffs.md): taken in, with a finding.
struct ShapeTests {
    @Test(arguments: [
        ("2026-10-01T10:00:00Z", "2026-10-01T10:00:00Z", []),
        ("2026-10-01T10:00:00", "2026-10-01T10:00:00Z", ["DATE_WITHOUT_ZONE"]),
        ("2026-10-01T15:30:00+05:30", "2026-10-01T10:00:00Z", ["DATE_FORMAT"]),
        ("2026-10-01T10:00:00.123Z", "2026-10-01T10:00:00.123Z", []),
        ("1970-1-1T00:00:00Z", "1970-01-01T00:00:00Z", ["DATE_FORMAT"]),
        ("2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z", []),
    ])
    func `a date is read as it looks`(text: String, expected: String, codes: [String]) throws {
        let decoded = try charge(#"{"start_date_time": "\#(text)", "charging_periods": []}"#)
        #expect(decoded.value.start == Instant(expected))
        #expect(decoded.findings.map(\.code) == codes + ["EMPTY_LIST"])
    }

    @Test(arguments: [
        "2026-02-29T10:00:00Z", "2026-10-01", "2026-10-01T24:00:00Z", "2026-10-01T10:60:00Z", "now",
        "", "2026-10-01T10:00:00ZZ", "2026x10-01T10:00:00Z", "2026-10-01T1a:00:00Z",
    ])
    func `what is no date is refused`(text: String) {
        #expect(
            refusal { try charge(#"{"start_date_time": "\#(text)", "charging_periods": []}"#) }
                == "BAD_DATE /start_date_time")
    }

    @Test func `a finding that repeats is told once, with how often`() throws {
        let period = #"{"start_date_time": "2026-10-01T10:00:00", "dimensions": []}"#
        let decoded = try charge(#"{"charging_periods": [\#(period), \#(period), \#(period)]}"#)
        let finding = try #require(decoded.findings.first)
        #expect(decoded.findings.count == 1)
        #expect(finding.pointer == "/charging_periods/0/start_date_time")
        #expect(finding.text.hasSuffix("(and 2 more like it)"))
    }

    @Test(arguments: [
        ("10", "10", []), ("1.50", "1.50", []), ("2.5e-1", "0.25", []), ("-0.0", "0", []),
        ("\"1.50\"", "1.50", ["NUMBER_AS_TEXT"]),
        ("123456789012345678901.5", "123456789012345678901.5", []),
        ("999999999999999999", "999999999999999999", []), ("1E3", "1000", []),
        ("0.00000000000000000001", "0.00000000000000000001", []),
    ])
    func `numbers keep every digit`(text: String, expected: String, codes: [String]) throws {
        let decoded = try charge(volume(text))
        let number = try #require(decoded.value.volumes.first).amount
        #expect(number == ExactDecimal(expected))
        #expect(decoded.findings.map(\.code) == codes)
    }

    @Test func `a number keeps the decimals it was printed with`() throws {
        #expect(try charge(volume("1.5000")).value.volumes.first?.amount.scale == 4)
    }

    @Test(arguments: [
        "01", "1.", ".5", "+1", "1e", "0x10", "1_000", "NaN", "Infinity", "--1", "1,5",
    ])
    func `what is no number in JSON is refused`(text: String) {
        #expect(refusal { try charge(volume(text)) }?.hasPrefix("MALFORMED_JSON") == true)
    }

    @Test func `null is absent anywhere`() throws {
        let text = """
            {"id": "1", "currency": "EUR", "min_price": null, "type": null, "tax_included": null,
             "country_code": "NL", "party_id": "TNM", "start_date_time": null, "last_updated": null,
             "elements": [{"price_components": [{"type": "FLAT", "price": 1, "vat": null,
             "step_size": null}], "restrictions": {"start_time": null, "day_of_week": null,
             "unheard_of": null}}]}
            """
        let decoded = try tariff(text)
        #expect(decoded.value.elements.first?.restrictions.isEmpty == true)
        #expect(decoded.findings == [])
    }

    @Test func `restrictions are read to the unit`() throws {
        let decoded = try restricted(
            """
            "start_time": "08:30:00", "end_time": "24:00", "start_date": "2026-01-31",
            "end_date": "2026-02-01", "min_kwh": 1.5, "max_kwh": "20", "min_duration": 3600.0,
            "max_duration": 7200, "day_of_week": ["MONDAY", "sunday"], "reservation": "reservation"
            """)
        let found = try #require(decoded.value.elements.first).restrictions
        #expect(found.startMinute == 510)
        #expect(found.endMinute == 1440)
        #expect(found.startDate == Day("2026-01-31"))
        #expect(found.endDate == Day("2026-02-01"))
        #expect(found.minEnergy == ExactDecimal("1.5"))
        #expect(found.maxEnergy == ExactDecimal(20))
        #expect(found.minDuration == 3600)
        #expect(found.maxDuration == 7200)
        #expect(found.weekdays == 0b100_0001)
        #expect(found.reservation == .reservation)
        #expect(found.unknown == [])
        let codes = decoded.findings.map(\.code)
        #expect(codes == ["TIME_OF_DAY_FORMAT", "NUMBER_AS_TEXT", "ENUM_CASE"])
    }

    @Test func `an unknown restriction is kept by name and told`() throws {
        let decoded = try restricted(
            #""weather": "sunny", "booking": {"a": [1]}, "reservation": "X""#)
        let found = try #require(decoded.value.elements.first).restrictions
        #expect(found.unknown == ["booking", "reservation=X", "weather"])
        #expect(decoded.findings.map(\.code) == ["RESTRICTION_UNKNOWN"])
    }

    @Test(arguments: [
        "restriction", "Restrictions", "restrictons", "priceComponents", "price_component",
    ])
    func `a near miss on a tariff element is refused`(name: String) {
        let text = tariffText(#""\#(name)": {}, "price_components": []"#)
        #expect(refusal { try tariff(text) } == "MISNAMED_FIELD /elements/0/\(name)")
    }

    @Test(arguments: ["name", "comment", "x_price", "restrictions_note", "tariff_alt_image"])
    func `an unknown field is none of our business`(name: String) throws {
        let component = #""price_components": [{"type": "FLAT", "price": 1}], "\#(name)": [{}]"#
        #expect(try tariff(tariffText(component)).findings == [])
    }

    @Test func `a missing step is told, but not on a flat fee`() throws {
        let text = tariffText(
            #""price_components": [{"type": "energy", "price": 1}, {"type": "FLAT", "price": 1}]"#)
        let decoded = try tariff(text)
        #expect(decoded.value.elements.first?.components.map(\.stepSize) == [nil, nil])
        #expect(decoded.findings.map(\.code) == ["ENUM_CASE", "STEP_SIZE_MISSING"])
        #expect(decoded.findings.last?.pointer == "/elements/0/price_components/0")
    }

    @Test func `dimensions that neither price nor restrict are told`() throws {
        let text = """
            {"charging_periods": [{"start_date_time": "2026-10-01T10:00:00Z", "dimensions": [
            {"type": "STATE_OF_CHARGE", "volume": 80}, {"type": "Energy", "volume": 1},
            {"type": "FLAT", "volume": 1}, {"type": "PURPLE", "volume": null}]}]}
            """
        let decoded = try charge(text)
        #expect(decoded.value.volumes.map(\.kind) == [.other, .energy, .flat])
        #expect(decoded.findings.map(\.code) == ["DIMENSION_IGNORED", "ENUM_CASE"])
    }

    @Test func `a charge minds nothing that does not bear on its price`() throws {
        let text = """
            {"id": 7, "cdr_token": [], "last_updated": "soon", "total_energy": "much",
             "total_cost": [1], "charging_periods": [{"start_date_time": "2026-10-01T10:00:00Z",
             "dimensions": [{"type": "TIME", "volume": 1}], "tariff_id": null}], "currency": "inr"}
            """
        let decoded = try charge(text)
        #expect(decoded.value.currency == Currency("INR"))
        #expect(decoded.value.claimed.cost == nil)
        #expect(decoded.value.periods.map(\.volumes) == [0..<1])
        #expect(decoded.findings.map(\.code) == ["FIELD_UNREADABLE"])
        #expect(decoded.findings.first?.pointer == "/total_energy")
    }

    @Test func `a CDR whose own tariff is broken keeps none of them`() throws {
        let path = try #require(specificationFiles("cdr").last)
        let text = try String(contentsOfFile: path, encoding: .utf8)
            .replacingOccurrences(of: "step_size", with: "stepSize")
        let decoded = try decode(Array(text.utf8)) { try decodeCDR($0, as: nil, using: &$1) }
        #expect(decoded.value.charge.tariffs == [])
        #expect(decoded.value.charge.periods.count == 1)
        #expect(decoded.findings.map(\.code) == ["EMBEDDED_TARIFF_UNUSABLE"])
        #expect(decoded.findings.first?.severity == .error)
        let pointer = "/tariffs/0/elements/0/price_components/0/stepSize"
        #expect(decoded.findings.first?.pointer == pointer)
        #expect(
            refusal { try charge(text) } == "MISNAMED_FIELD \(pointer)")
    }

    @Test func `text is unescaped where it is read`() throws {
        let text = tariffText(#""price_components": [{"type": "FL\u0041T", "price": 1}]"#)
            .replacingOccurrences(of: #""1""#, with: #""T\u00e9\ud83d\ude00\n\/\"1""#)
        #expect(try tariff(text).value.id == "Té😀\n/\"1")
    }

    @Test func `a batch line holds a CDR, its tariffs and a time zone`() throws {
        let one = tariffText(#""price_components": []"#)
        let text =
            #"{"time_zone": "Asia/Kolkata", "tariffs": [\#(one), \#(one)],"#
            + #""cdr": {"charging_periods": []}, "tariff": \#(one)}"#
        let line = try decode(Array(text.utf8)) {
            try decodeBatchLine($0, as: .v221, using: &$1)
        }.value
        #expect(line.tariffs.count == 3)
        #expect(line.timeZone == "Asia/Kolkata")
        #expect(line.charge.tariffs == [])
        #expect(
            refusal {
                try decode(Array("{}".utf8)) {
                    try decodeBatchLine($0, as: nil, using: &$1)
                }
            } == "MISSING_FIELD /cdr")
    }

    @Test func `a priced CDR says once what it lacks`() throws {
        let text = #"{"id": "1", "charging_periods": [], "total_cost": {"excl_vat": 1}}"#
        let decoded = try decode(Array(text.utf8)) { try decodeCharge($0, as: nil, using: &$1) }
        #expect(decoded.findings.map(\.code) == ["EMPTY_LIST", "IDENTITY_INCOMPLETE"])
        #expect(
            decoded.findings.last?.text
                == "The CDR lacks token, last_updated, location, total_energy, total_time; "
                + "its price does not rest on that.")
    }

    /// Without the note on what these few fields lack.
    private func charge(_ text: String) throws -> Decoded<Charge> {
        var decoded = try decode(Array(text.utf8)) { try decodeCharge($0, as: .v221, using: &$1) }
        decoded.findings.removeAll { $0.code == "IDENTITY_INCOMPLETE" }
        return decoded
    }

    private func tariff(_ text: String) throws -> Decoded<Tariff> {
        try decode(Array(text.utf8)) { try decodeTariff($0, as: .v221, using: &$1) }
    }

    private func restricted(_ restrictions: String) throws -> Decoded<Tariff> {
        try tariff(
            tariffText(
                #""price_components": [{"type": "FLAT", "price": 1}], "restrictions": {\#(restrictions)}"#
            ))
    }

    private func tariffText(_ element: String) -> String {
        #"{"country_code": "NL", "party_id": "TNM", "id": "1", "currency": "EUR", "#
            + #""elements": [{\#(element)}]}"#
    }

    private func volume(_ number: String) -> String {
        #"{"charging_periods": [{"start_date_time": "2026-10-01T10:00:00Z", "#
            + #""dimensions": [{"type": "ENERGY", "volume": \#(number)}]}]}"#
    }

    /// Code and pointer of the reject that `body` throws.
    private func refusal(_ body: () throws -> some Any) -> String? {
        do {
            _ = try body()
            return nil
        } catch let reject as Reject {
            return "\(reject.code) \(reject.pointer)"
        } catch {
            return "\(error)"
        }
    }
}
