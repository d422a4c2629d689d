import Amounts
import Foundation
import Roaming
import Testing

@testable import Intake

/// The two readers of batch lines: what `PlainReader` takes it reads to what `JSONReader` reads
/// without a finding.
struct PlainReaderTests {
    @Test func `lines as programs write them are plain`() throws {
        let readers = TwoReaders()
        for line in try lines() { #expect(readers.agree(on: line)) }
        #expect(readers.agree(on: Array(everything.utf8)))
        #expect(readers.agree(on: Array(everything.utf8) + [13]))
        let compact = Array(compact(everything).utf8)
        #expect(readers.agree(on: compact))
    }

    @Test func `a damaged line is read as the other reader reads it, or not at all`() throws {
        let seeds = try lines() + [Array(everything.utf8)]
        var random = Random(state: 0x9121)
        let readers = TwoReaders()
        var plain = 0
        for round in 0..<8000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...random.below(2) { random.damage(&bytes) }
            if readers.agree(on: bytes) { plain += 1 }
        }
        #expect(plain > 800 && plain < 7000)
    }

    @Test func `fields come in any order, and null is as good as nothing`() {
        let line = #"""
            {"tariff":{"elements":[{"restrictions":{"end_time":"19:00","start_time":null},
            "price_components":[{"vat":null,"step_size":1,"price":0.5,"type":"ENERGY"}]}],"id":"A",
            "max_price":null,"currency":"EUR","party_id":"BEN","country_code":"NL"},"cdr":{
            "last_updated":"x","total_time":1,"total_energy":2,"total_cost":{"incl_vat":1},
            "charging_periods":[{"tariff_id":null,"dimensions":[{"volume":2,"type":"ENERGY"}],
            "start_date_time":"2026-10-31T18:29:59Z"}],"remark":null,"cdr_location":{"city":null},
            "cdr_token":{},"id":[],"own":{"a":[1,true,null,{}]}},"other":-0.5}
            """#.replacingOccurrences(of: "\n", with: "")
        let readers = TwoReaders()
        #expect(readers.agree(on: Array(line.utf8)))
        #expect(readers.line.charge.end == nil)
        #expect(
            readers.line.charge.periods == [
                ChargingPeriod(
                    start: Instant(seconds: 1_793_471_399), volumes: 0..<1, tariffID: nil)
            ])
        #expect(readers.line.charge.volumes == [Volume(.energy, ExactDecimal(2))])
        let half = ExactDecimal(coefficient: 5, scale: 1)
        #expect(
            readers.line.tariffs.first?.elements.first?.components
                == [PriceComponent(.energy, price: half, vat: nil, stepSize: 1)])
    }

    /// Each of them has a finding or a refusal, or a shape that is not worth a second reader.
    @Test(arguments: [
        (#""total_time":1.9"#, #""total_time":"1.9""#),
        (#""total_time":1.9"#, #""total_energy":1.9"#),
        (#""total_time":1.9"#, #""own":1,"own":2"#),
        (#""total_time":1.9"#, #""total_time":01.9"#),
        (#""total_time":1.9"#, #""total_time":1.9e0"#),
        (#""total_time":1.9"#, #""total_time":1.9.1"#),
        (#""total_time":1.9"#, #""total_time" :1.9"#),
        (#""total_time":1.9"#, #""total_time":1.9,"stop_date_time":"2015-06-29T23:37:32Z""#),
        (#""total_time":1.9"#, #""remark":"\u0041""#), (#""total_time":1.9"#, #""remark":"\#t""#),
        (#""total_time":1.9"#, #""remark":1,"total_times":2"#),
        ("2015-06-29T23:37:32Z", "2015-06-29T23:37:32"),
        ("2015-06-29T23:37:32Z", "2015-06-29T24:37:32Z"),
        ("2015-06-29T23:37:32Z", "2015-06-29T23:60:32Z"),
        ("2015-06-29T23:37:32Z", "2015-02-29T23:37:32Z"),
        ("EUR", "EURO"), (#""price":2"#, #""price":2,"prices":3"#),
        (#""step_size":300"#, #""step_size":300.5"#), (#","step_size":300"#, ""),
        (#""type":"TIME""#, #""type":"time""#), (#""type":"TIME""#, #""type":"TIMES""#),
        (#""elements""#, #""tax_included":"YES","elements""#),
    ])
    func `what is to be noted or refused is not plain`(was: String, becomes: String) throws {
        let seed =
            #"{"cdr":{"id":"1","cdr_token":{},"last_updated":"","cdr_location":{"country":"BEL"},"#
            + #""end_date_time":"2015-06-29T23:37:32Z","charging_periods":[{"start_date_time":"#
            + #""2015-06-29T21:39:09Z","dimensions":[{"type":"TIME","volume":1.973}]}],"#
            + #""total_cost":{"excl_vat":4.00},"total_energy":15.342,"total_time":1.9},"tariff":{"#
            + #""country_code":"BE","party_id":"BEC","id":"1","currency":"EUR","elements":[{"#
            + #""price_components":[{"type":"TIME","price":2,"step_size":300}]}]}}"#
        let readers = TwoReaders()
        #expect(readers.agree(on: Array(seed.utf8)))
        let changed = seed.replacingOccurrences(of: was, with: becomes)
        #expect(changed != seed)
        #expect(!readers.agree(on: Array(changed.utf8)))
    }

    @Test func `a line cut off anywhere is not plain`() {
        let bytes = Array(everything.utf8)
        let readers = TwoReaders()
        for count in 0..<bytes.count where readers.agree(on: Array(bytes[..<count])) {
            Issue.record("plain without all from \(count) on")
        }
    }

    @Test func `text that is no UTF-8 is not plain, whatever stands around it`() {
        let readers = TwoReaders()
        let bytes = Array(everything.replacingOccurrences(of: "Gent Zuid", with: "Köln").utf8)
        #expect(readers.agree(on: bytes))
        guard let place = bytes.firstIndex(of: 0xC3) else { return #expect(Bool(false)) }
        var broken = bytes
        broken.remove(at: place)
        #expect(!readers.agree(on: broken))
    }

    /// CDRs of the specification with its tariffs beside them, on a line each.
    private func lines() throws -> [[UInt8]] {
        func flat(_ kind: String) throws -> [String] {
            try specificationFiles(kind).filter { version(of: $0) == .v221 }.map {
                compact(try String(contentsOfFile: $0, encoding: .utf8))
            }.filter { !$0.contains("\\") && !$0.contains("tax") }
        }
        let tariffs = try flat("tariff").filter { $0.contains("country_code") }
        #expect(tariffs.count > 10)
        return try flat("cdr").flatMap { cdr in
            tariffs.map { Array(#"{"cdr": \#(cdr), "tariff": \#($0)}"#.utf8) }
        }
    }

    /// Without the white space between values.
    private func compact(_ text: String) -> String {
        var isQuoted = false
        return String(
            text.unicodeScalars.filter { scalar in
                if scalar == "\"" { isQuoted.toggle() }
                return isQuoted || !scalar.properties.isWhitespace
            }.map { Character($0) })
    }

    /// Every field the plain reader knows.
    private var everything: String {
        let tariff = #"""
            {"country_code": "NL", "party_id": "BEN", "id": "T1", "currency": "EUR", "type": "REGULAR",
            "tariff_alt_text": [{"language": "nl", "text": "a, b"}], "tariff_alt_url": "https://x.y/z",
            "min_price": {"excl_vat": 0.5, "incl_vat": 0.6}, "max_price": {"excl_vat": 100},
            "elements": [{"price_components": [{"type": "FLAT", "price": 1.26, "vat": 19.0},
            {"type": "ENERGY", "price": 0.123456789, "vat": 19, "step_size": 1000}],
            "restrictions": {"start_time": "07:00", "end_time": "19:00", "start_date": "2026-01-01",
            "end_date": "2027-01-01", "min_kwh": 1, "max_kwh": 20.5, "min_current": 6,
            "max_current": 32, "min_power": 3.7, "max_power": 11, "min_duration": 60,
            "max_duration": 7200, "day_of_week": ["MONDAY", "SUNDAY"],
            "reservation": "RESERVATION_EXPIRES"}}, {"restrictions": {}, "price_components":
            [{"type": "PARKING_TIME", "price": -2.5, "step_size": 60},
            {"type": "TIME", "price": 12345678.87654321, "step_size": 1}]}],
            "start_date_time": "2025-01-01T00:00:00Z", "end_date_time": "2027-01-01T00:00:00Z",
            "energy_mix": {"is_green_energy": true}, "last_updated": "2024-01-01T00:00:00Z"}
            """#
        return #"""
            {"cdr": {"country_code": "NL", "party_id": "BEN", "id": "C1",
            "start_date_time": "2026-10-31T18:29:59Z", "end_date_time": "2026-10-31T20:29:59Z",
            "session_id": "S1", "cdr_token": {"uid": "1", "type": "RFID"}, "auth_method": "WHITELIST",
            "authorization_reference": "x", "cdr_location": {"id": "L1", "name": "Gent Zuid",
            "address": "F.Rooseveltlaan 3A", "city": "Gent", "postal_code": "9000", "state": "O",
            "country": "BEL", "coordinates": {"latitude": "3.7", "longitude": "51.0"},
            "evse_uid": "3256", "evse_id": "BE*BEC*E1", "connector_id": "1",
            "connector_standard": "IEC_62196_T2", "connector_format": "SOCKET",
            "connector_power_type": "AC_3_PHASE", "time_zone": "Europe/Brussels"}, "meter_id": "M",
            "currency": "EUR", "tariffs": [\#(tariff), \#(tariff)], "charging_periods": [
            {"start_date_time": "2026-10-31T18:29:59Z", "dimensions": [
            {"type": "ENERGY", "volume": 0.5089}, {"type": "TIME", "volume": 0.05},
            {"type": "MAX_POWER", "volume": 9.3}, {"type": "MIN_POWER", "volume": 3},
            {"type": "MAX_CURRENT", "volume": 31.99999999}, {"type": "MIN_CURRENT", "volume": 0},
            {"type": "RESERVATION_TIME", "volume": 1000000}, {"type": "FLAT", "volume": 1.0},
            {"type": "PARKING_TIME", "volume": 0.0}], "tariff_id": "T1", "encoding_method": "x"},
            {"start_date_time": "2026-10-31T19:29:59Z", "dimensions": [],
            "tariff_id": "a tariff with a long name"}], "signed_data": {"a": [{"b": {"c": [[]]}}]},
            "total_cost": {"excl_vat": 12.345, "incl_vat": 14}, "total_fixed_cost": {"excl_vat": 1},
            "total_energy": 15.342, "total_energy_cost": {"excl_vat": 2}, "total_time": 1.9,
            "total_time_cost": {"excl_vat": 3}, "total_parking_time": 0.25,
            "total_parking_cost": {"excl_vat": 4}, "total_reservation_cost": {"excl_vat": 5},
            "remark": "", "invoice_reference_id": "I", "credit": true, "credit_reference_id": "C0",
            "home_charging_compensation": false, "last_updated": "2026-10-31T20:29:59Z", "own": 1e0},
            "tariffs": [\#(tariff)], "tariff": \#(tariff), "time_zone": "Asia/Kolkata"}
            """#.replacingOccurrences(of: "1e0", with: "10").replacingOccurrences(
                of: "\n", with: "")
    }
}

/// Both readers, reading one line after another as a batch does. A class, because `#expect` takes no
/// call that changes a value.
private final class TwoReaders {
    private var plain = JSONReader()
    private var general = JSONReader()
    /// As the plain reader left it.
    private(set) var line = BatchLine()

    /// Whether the line is plain; if so, both must agree, and there must be nothing to note.
    func agree(on bytes: [UInt8]) -> Bool {
        // What stands behind a line must not matter: another line, brackets, digits.
        let padding = Array(repeating: Array(#"0,"}]} "#.utf8), count: 10).joined()
        return (bytes + padding).withUnsafeBytes { memory in
            let document = PaddedBytes(0..<bytes.count, of: memory)
            guard plain.readPlain(document, into: &line) else { return false }
            do throws(Reject) {
                let other = try decodeBatchLine(document.raw, as: nil, using: &general)
                #expect(other.value == line, "\(String(decoding: bytes, as: UTF8.self))")
                #expect(other.findings == [], "\(String(decoding: bytes, as: UTF8.self))")
            } catch {
                Issue.record("\(error.text) \(String(decoding: bytes, as: UTF8.self))")
            }
            return true
        }
    }
}

struct PlainNumberTests {
    /// Every text of up to five of these bytes, and the same behind digits.
    @Test(arguments: ["", "12", "0.1"])
    func `a word is a number when the grammar says so`(start: String) throws {
        let bytes = Array("019.-e,} \u{1F}".utf8)
        var numbers = 0
        for code in 0..<100_000 {
            var text = Array(start.utf8)
            var rest = code
            for _ in 0..<5 {
                text.append(bytes[rest % 10])
                rest /= 10
            }
            text = Array((text + [44, 48, 48]).prefix(8))
            let word = text.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let expected = number(text)
            let found = PlainNumber(word)
            guard found?.length == expected?.length, found?.scale == expected?.scale,
                found?.coefficient == expected?.coefficient
            else {
                Issue.record("\(String(decoding: text, as: UTF8.self)) is read as another number")
                continue
            }
            if found != nil { numbers += 1 }
        }
        #expect(numbers > 1000)
    }

    /// By the grammar: digits without a leading zero, perhaps a point and digits, and then an end.
    private func number(_ text: [UInt8]) -> (length: Int, coefficient: Int64?, scale: Int)? {
        guard let end = text.firstIndex(where: { !(48...57).contains($0) && $0 != 46 }),
            [44, 125, 93, 32].contains(text[end])
        else { return nil }
        let parts = text[..<end].split(separator: 46, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty,
            whole.first != 48 || whole.count == 1, parts.count == 1 || !parts[1].isEmpty
        else { return nil }
        let digits = String(decoding: parts.joined(), as: UTF8.self)
        return (end, Int64(digits), parts.count == 2 ? parts[1].count : 0)
    }
}
