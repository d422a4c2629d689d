import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

@Suite struct BinaryTests {
    static let numbers = [
        "0", "0.00", "1", "-1", "10000", "9999", "0.1", "0.0001", "0.00001", "-0.50", "12.3456789",
        "100000000", "123456789012345678901234567890.1234567", "0.0000000000000000000000000000001",
        "99999999999999999999999999999999999999", "-17014118346046923173168730371588410572",
        "1e10", "1.10", "0.10000", "20000.0000", "3600.00000000000001", "18446744073709551615",
        "18446744073709551616", "0.18446744073709551616", "1234567.0000", "100.0000000000000000001",
    ]

    @Test func `numbers go to the server and back with their digits and decimals`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect()
        for text in Self.numbers { try echo(text, on: connection) }
    }

    private func echo(_ text: String, on connection: Connection) throws {
        let value = try #require(ExactDecimal(text))
        let echo = Query(
            "echo", Array("SELECT $1 AS number, $1::text AS text".utf8), takes: [.numeric],
            gives: ["number": .numeric, "text": .text])
        let row = try connection.rows(echo, [.decimal(value)]) { row throws(StoreError) in
            (try row.decimal(0), row.text(1))
        }
        let (number, shown) = try #require(row.first)
        #expect(number == value)
        #expect(number.scale == value.scale)
        #expect(shown == value.description)
    }

    @Test func `numbers computed by the server come back exactly`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect()
        let query = Query(
            "computed",
            Array(
                """
                SELECT n, n::text FROM unnest(ARRAY[1e20, 1e-20, 12345678.90 * 1000.001,
                    -0.00010000, 100000000::numeric, 7.0 / 3]) AS given(n)
                """.utf8), gives: ["n": .numeric, "text": .text])
        for (number, text) in try connection.rows(
            query, [], { row throws(StoreError) in (try row.decimal(0), row.text(1)) })
        {
            #expect(number.description == text)
        }
    }

    @Test func `not a number, infinity and too many digits are errors, not values`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect()
        for text in ["'NaN'", "'Infinity'", "1e50", "repeat('9', 39)"] {
            let query = Query(
                "odd", Array("SELECT (\(text))::numeric AS n".utf8), gives: ["n": .numeric])
            #expect(throws: StoreError.self) {
                let reader = try connection.stream(query)
                while try reader.next() { _ = try reader.decimal(0) }
            }
        }
    }

    @Test func `all kinds of parameter arrive as themselves`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect()
        let query = Query(
            "kinds",
            Array(
                """
                SELECT $1::text AS a, $2::text AS b, $3::text AS c, $4::text AS d, $5::text AS e,
                    $6::text AS f, $7::text AS g, $8::text AS h, $9::text AS i
                """.utf8),
            takes: [.bool, .int4, .int8, .text, .bytea, .date, .timestamptz, .textArray, .text],
            gives: [:])
        let day = try #require(Day("2026-02-28"))
        let instant = try #require(Instant("1999-12-31T23:59:59.123Z"))
        let row = try connection.rows(
            query,
            [
                .bool(true), .int4(-7), .int8(1 << 40), .text("a\u{0}ä"), .bytea([0, 255]),
                .date(day), .instant(instant), .texts(["x", "", "a b"]), .null,
            ]
        ) { row in (0..<9).map { row.textIfAny($0) } }
        #expect(
            row.first == [
                "true", "-7", "1099511627776", "a\u{FFFD}ä", "\\x00ff", "2026-02-28",
                "1999-12-31 23:59:59.123+00", "{x,\"\",\"a b\"}", nil,
            ])
    }

    @Test func `a page body comes back as it was, and a damaged one does not`() {
        let bytes = Array(String(repeating: "{\"id\": \"CDR-1\"}\n", count: 500).utf8)
        let small = Zstd.compress(bytes)
        #expect(small.count < bytes.count / 8)
        #expect(small.withUnsafeBytes { Zstd.expand($0, size: bytes.count) } == bytes)
        #expect(small.dropLast(3).withUnsafeBytes { Zstd.expand($0, size: bytes.count) } == nil)
        #expect(Zstd.compress(bytes) == small)
    }
}
