import Intake
import Roaming
import Testing

/// InvoiceReconciliationRecords. The specification has no example file; its diagrams show one record.
@Suite struct InvoiceRecordTests {
    private func read(_ text: String) throws -> Decoded<InvoiceRecord> {
        var reader = JSONReader()
        return try Array(text.utf8).withUnsafeBytes { raw in
            try decodeInvoiceRecord(raw, using: &reader)
        }
    }

    private func refusal(_ text: String) -> Reject? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return error as? Reject
        }
    }

    /// The diagrams' values, in the shape of the table.
    private static let example =
        #"{"country_code":"NL","party_id":"TNM","id":"3","invoice_id":"INV202303","#
        + #""cdrs":["a","b","c"],"last_updated":"2015-04-01T21:59:59Z"}"#

    @Test func `the record of the specification goes in and comes out byte for byte`() throws {
        let decoded = try read(Self.example)
        #expect(decoded.findings.isEmpty)
        #expect(decoded.value.owner == PartyID("NL-TNM"))
        #expect(decoded.value.invoiceID == "INV202303")
        #expect(decoded.value.cdrs == ["a", "b", "c"])
        #expect(decoded.value.lastUpdated == Instant("2015-04-01T21:59:59Z"))
        #expect(String(decoding: decoded.value.document, as: UTF8.self) == Self.example)
    }

    @Test func `the diagrams' own form is read with a finding`() throws {
        let decoded = try read(
            #"{ "country_code": "NL", "party_id": "TNM", "id": "3", "invoice_id": "INV202303", "#
                + #""cdrs": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "#
                + #""last_updated": "2015-04-01T21:59:59Z" }"#)
        #expect(String(decoding: decoded.value.document, as: UTF8.self) == Self.example)
        #expect(decoded.findings.map(\.code) == ["REFERENCE_AS_OBJECT"])
        #expect(decoded.findings.map(\.pointer) == ["/cdrs/0"])
        // Its comma behind the last member is no JSON.
        #expect(refusal(#"{"id": "3", }"#)?.code == "MALFORMED_JSON")
    }

    @Test(arguments: [
        (#""cdrs":["a","b","c"],"#, "", "MISSING_FIELD", "/cdrs"),
        (#""invoice_id":"INV202303","#, "", "MISSING_FIELD", "/invoice_id"),
        (#"["a","b","c"]"#, "[]", "EMPTY_VALUE", "/cdrs"),
        (#"["a","b","c"]"#, #"["a",""]"#, "EMPTY_VALUE", "/cdrs/1"),
        (#"["a","b","c"]"#, #"["a",7]"#, "WRONG_TYPE", "/cdrs/1"),
        (#"["a","b","c"]"#, #"["a",null]"#, "WRONG_TYPE", "/cdrs/1"),
        (#"["a","b","c"]"#, #"[{"uid":"a"}]"#, "MISSING_FIELD", "/cdrs/0/id"),
        (#"["a","b","c"]"#, #""a""#, "WRONG_TYPE", "/cdrs"),
        (#""NL""#, #""NLD""#, "BAD_PARTY", "/country_code"),
        ("2015-04-01T21:59:59Z", "yesterday", "BAD_DATE", "/last_updated"),
    ])
    func `what a record must have is refused without it`(
        old: String, new: String, code: String, pointer: String
    ) throws {
        let text = Self.example.replacing(old, with: new)
        #expect(text != Self.example)
        let refused = try #require(refusal(text))
        #expect(refused.code == code)
        #expect(refused.pointer == pointer)
    }

    @Test func `what is odd but clear is noted`() throws {
        let long = String(repeating: "x", count: 37)
        let twice = try read(Self.example.replacing(#""b""#, with: #""A""#))
        #expect(twice.findings.map(\.code) == ["REPEATED_REFERENCE"])
        #expect(twice.value.cdrs == ["a", "A", "c"])
        let longer = try read(Self.example.replacing(#""b""#, with: "\"\(long)\""))
        #expect(longer.findings.map(\.code) == ["ID_TOO_LONG"])
        #expect(longer.findings.map(\.pointer) == ["/cdrs/1"])
        #expect(
            try read(Self.example.replacing(#""b""#, with: "\"\(long.dropLast())\"")).findings
                .isEmpty)
    }
}
