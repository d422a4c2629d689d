import Amounts
import Hashing
import Roaming
import Testing

@testable import Intake

/// What M8 needs of signed meter data, in the shapes the field sends. The payload below is that of
/// OCMF's own example (OCMF 1.4, section 7.1), shortened.
@Suite struct SignedMeterTests {
    private let payload =
        #"{"FV":"1.0","GS":"G1","PG":"T12","MS":"bqm-1","RD":["#
        + #"{"TM":"2026-10-14T10:00:00,000+0530 S","TX":"B","RV":2935.6,"RI":"1-b:1.8.0","RU":"kWh"},"#
        + #"{"TM":"2026-10-14T11:00:00,000+0530 S","TX":"E","RV":2946.105}]}"#
    private let signature = #"{"SA":"ECDSA-secp256r1-SHA256","SD":"3045"}"#
    private var ocmf: String { "OCMF|\(payload)|\(signature)" }

    @Test func `the payload is digested as it was signed, the readings are in it`() throws {
        let meter = try #require(try meter(signedData(ocmf)))
        #expect(meter.payload == digest(of: Array(payload.utf8)).bytes)
        #expect(meter.meterID == "BQM-1")
        #expect(meter.begin == ExactDecimal("2935.6"))
        #expect(meter.end == ExactDecimal("2946.105"))
    }

    @Test func `raw, in base64 of both alphabets, broken into lines: one payload`() throws {
        let plain = try meter(signedData(ocmf))
        let encoded = base64(Array(ocmf.utf8))
        let safe = encoded.replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
        let lines = String(encoded.prefix(60)) + #"\r\n"# + String(encoded.dropFirst(60))
        for form in [encoded, safe, lines] {
            #expect(try meter(signedData(form, escaped: true)) == plain)
        }
    }

    @Test func `another signature over the same payload is the same charging`() throws {
        let other = ocmf.replacing("3045", with: "3046")
        #expect(try meter(signedData(other)) == meter(signedData(ocmf)))
        let later = ocmf.replacing("T12", with: "T13")
        #expect(try meter(signedData(later))?.payload != meter(signedData(ocmf))?.payload)
    }

    @Test func `a bar inside the payload is no end of it`() throws {
        let text = payload.replacing(#""GS":"G1""#, with: #""TT":"1.00 | kWh","GS":"G1""#)
        let meter = try #require(try meter(signedData("OCMF|\(text)|\(signature)")))
        #expect(meter.payload == digest(of: Array(text.utf8)).bytes)
        #expect(meter.end == ExactDecimal("2946.105"))
    }

    @Test func `watt-hours, texts with spaces and records of their own are read`() throws {
        let begin = #"{"PG":"T1","MS":"M7","RD":[{"TX":"B","RV":" 100500 ","RI":"A","RU":"Wh"}]}"#
        let end = #"{"PG":"T2","MS":"M7","RD":[{"TX":"E","RV":"110750","RI":"A","RU":"Wh"}]}"#
        let values = [("Start", begin), ("End", end)].map {
            value(nature: $0.0, signed: escaped("OCMF|\($0.1)|{}"))
        }
        let meter = try #require(try meter(signedData(values)))
        #expect(meter.begin == ExactDecimal("100.5"))
        #expect(meter.end == ExactDecimal("110.75"))
        // The record at the end is the one that names the charging, wherever it stands.
        #expect(meter.payload == digest(of: Array(end.utf8)).bytes)
        let reversed = try #require(try self.meter(signedData(values.reversed())))
        #expect(reversed.payload == meter.payload)
    }

    @Test func `the end is that of the register that began`() throws {
        let text =
            #"{"MS":"M7","RD":[{"TX":"B","RV":1,"RI":"IN","RU":"kWh"},{"RV":0,"RI":"OUT"},"#
            + #"{"TX":"E","RV":9,"RI":"IN"},{"RV":4,"RI":"OUT"}]}"#
        let meter = try #require(try meter(signedData("OCMF|\(text)|{}")))
        #expect(meter.begin == ExactDecimal("1"))
        #expect(meter.end == ExactDecimal("9"))
    }

    @Test func `in another encoding what was signed is plain_data`() throws {
        let value = #"{"nature":"End","plain_data":"AP;0;3;A","signed_data":"c2lnbmVk"}"#
        let meter = try #require(try meter(signedData([value])))
        #expect(meter.payload == digest(of: Array("AP;0;3;A".utf8)).bytes)
        #expect(meter.begin == nil)
        let without = #"{"nature":"End","plain_data":"","signed_data":"c2lnbmVk"}"#
        let digested = try #require(try self.meter(signedData([without]))?.payload)
        #expect(digested == digest(of: Array("signed".utf8)).bytes)
    }

    @Test(arguments: [
        #""signed_data":"OCMF|x|y""#, #""signed_data":{"signed_values":7}"#,
        #""signed_data":{"signed_values":[{"signed_data":{}}]}"#, #""signed_data":null"#,
        #""signed_data":{"signed_values":[]}"#, #""meter_id":"""#,
    ])
    func `what cannot be read of it is left out, and the CDR taken`(field: String) throws {
        #expect(try meter(field) == nil)
    }

    @Test func `a payload that is no JSON still has its digest`() throws {
        let meter = try #require(try meter(signedData("OCMF|{not json|{}")))
        #expect(meter.payload == digest(of: Array("{not json".utf8)).bytes)
        #expect(meter.meterID == nil)
    }

    @Test func `meter_id counts where the payload names no meter`() throws {
        let meter = try #require(try meter(#""meter_id":"Zähler 7""#))
        #expect(meter == MeterRecord(meterID: "Zähler 7", payload: nil))
        let both = #""meter_id":"other","# + signedData(ocmf)
        #expect(try self.meter(both)?.meterID == "BQM-1")
    }

    @Test func `an ad-hoc token is one of one use, an app's is not`() throws {
        for (type, isOneTime) in [("AD_HOC_USER", true), ("APP_USER", false), ("RFID", false)] {
            #expect(try cdr("", token: type).token.isOneTime == isOneTime)
        }
    }

    private func signedData(_ text: String, escaped isEscaped: Bool = false) -> String {
        signedData([value(nature: "End", signed: isEscaped ? text : escaped(text))])
    }

    private func signedData(_ values: [String]) -> String {
        #""signed_data":{"encoding_method":"OCMF","signed_values":["#
            + values.joined(separator: ",") + "]}"
    }

    private func value(nature: String, signed: String) -> String {
        #"{"nature":"\#(nature)","plain_data":"","signed_data":"\#(signed)"}"#
    }

    private func escaped(_ text: String) -> String { text.replacing("\"", with: "\\\"") }

    private func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bits = bytes.map { byte in
            String(repeating: "0", count: byte.leadingZeroBitCount) + String(byte, radix: 2)
        }.map { $0.count > 8 ? String($0.suffix(8)) : $0 }.joined()
        var text = ""
        var rest = Substring(bits)
        while !rest.isEmpty {
            let group = rest.prefix(6)
            rest = rest.dropFirst(6)
            let full = group + String(repeating: "0", count: 6 - group.count)
            text.append(letters[Int(full, radix: 2) ?? 0])
        }
        return text + String(repeating: "=", count: (4 - text.count % 4) % 4)
    }

    private func meter(_ fields: String) throws -> MeterRecord? { try cdr(fields + ",").meter }

    private func cdr(_ fields: String, token: String = "RFID") throws -> CDR {
        let json = """
            {\(fields)"country_code":"IN","party_id":"TPC","id":"C1",
            "start_date_time":"2026-10-14T04:30:00Z","end_date_time":"2026-10-14T05:30:00Z",
            "cdr_token":{"country_code":"IN","party_id":"MGE","uid":"T1","type":"\(token)",
            "contract_id":"IN-MGE-C1"},"auth_method":"WHITELIST",
            "cdr_location":{"id":"L1","evse_uid":"E1","evse_id":"IN*TPC*E1","connector_id":"1",
            "country":"IND"},"currency":"INR","charging_periods":[],"total_cost":{"excl_vat":1},
            "total_energy":10,"total_time":1,"last_updated":"2026-10-14T06:00:00Z"}
            """
        var reader = JSONReader()
        return try Array(json.utf8).withUnsafeBytes { bytes throws(Reject) in
            try decodeCDR(bytes, as: .v221, using: &reader).value
        }
    }
}
