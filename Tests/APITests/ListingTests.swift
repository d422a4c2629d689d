import CZlib
import Foundation
import TestSupport
import Testing

@testable import API

@Suite struct ListingTests {
    private struct Page: Decodable {
        struct Row: Decodable { let id: String }
        let month: String?
        let data: [Row]
    }

    private func page(_ answer: RawAnswer) throws -> Page {
        #expect(answer.status == 200, "\(answer.text)")
        return try JSONDecoder().decode(Page.self, from: Data(answer.body))
    }

    private func next(_ answer: RawAnswer) -> String? {
        guard let link = answer.headers["link"], link.hasSuffix("; rel=\"next\"") else {
            return nil
        }
        return String(link.dropFirst().prefix { $0 != ">" })
    }

    @Test func `pages follow their Links to the end, also when rows are added meanwhile`()
        async throws
    {
        let api = try await RunningAPI()
        let first = try await api.ask("/v1/cdrs?limit=1", as: "whole")
        #expect(try page(first).data.map(\.id) == ["1"] && page(first).month == "2026-10")
        let link = try #require(next(first))
        // A line that sorts before the cursor does not shift what follows.
        _ = try api.database.texts(
            """
            ALTER TABLE reconciliation.line DISABLE TRIGGER ALL;
            INSERT INTO reconciliation.line (run_id, shard, ordinal, disposition, side, own_network, agreed,
                agreed_before_tax, disputed, reason, severity, counterparty, currency, cdr_object)
            VALUES (3, 0, 0, 'MATCHED', 'cpo', false, 0, 0, 0, '', 'NONE', 'IN-AAA', 'INR', 9)
            """)
        let second = try await api.ask(link, as: "whole")
        #expect(try page(second).data.map(\.id) == ["2"])
        #expect(next(second) == nil)
        #expect(try page(await api.ask("/v1/cdrs", as: "whole")).data.map(\.id) == ["9", "1", "2"])
    }

    @Test
    func `a page of a month that was cleared again is gone, and an invented one is not found`()
        async throws
    {
        let api = try await RunningAPI()
        let link = try #require(next(try await api.ask("/v1/cdrs?limit=1", as: "whole")))
        _ = try api.database.texts(
            """
            INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
                started_at, finished_at)
            VALUES (9, 'reconcile', '2026-10-01', repeat('9', 64), '', '', '', 7, 'closed', now(), now())
            """)
        let gone = try await api.ask(link, as: "whole")
        #expect(gone.status == 410 && gone.text.contains("cursor-outdated"))
        let lines = try await api.ask(link, as: "whole", "Accept: application/x-ndjson")
        #expect(lines.status == 410)
        #expect(try await api.ask("/v1/cdrs?cursor=abcd", as: "whole").status == 404)
        let other = Cursor(basis: 9, order: "line", key: ["x", "1"]).text
        #expect(try await api.ask("/v1/cdrs?cursor=\(other)", as: "whole").status == 404)
    }

    @Test func `filters narrow, months choose`() async throws {
        let api = try await RunningAPI()
        let ofB = try await api.ask("/v1/cdrs?counterparty=IN-BBB", as: "whole")
        #expect(try page(ofB).data.map(\.id) == ["2"])
        let at = try await api.ask("/v1/sessions?location_id=site-1", as: "whole")
        #expect(try page(at).data.map(\.id) == ["1"])
        #expect(try page(await api.ask("/v1/cdrs?month=2026-09", as: "whole")).data.isEmpty)
    }

    @Test func `amounts are strings with two decimals, energy is exact, times are UTC`()
        async throws
    {
        let api = try await RunningAPI()
        let text = try await api.ask("/v1/cdrs/1", as: "whole").text
        for part in [
            #""agreed":"11.80""#, #""agreed_before_tax":"10.00""#, #""energy":"10.5""#,
            #""currency":"INR""#, #""start_at":"2026-10-01T10:00:00Z""#, #""own_network":false"#,
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
    }

    @Test func `what did not change is not sent again`() async throws {
        let api = try await RunningAPI()
        let first = try await api.ask("/v1/positions", as: "whole")
        let tag = try #require(first.headers["etag"])
        let again = try await api.ask("/v1/positions", as: "whole", "If-None-Match: \(tag)")
        #expect(again.status == 304 && again.body.isEmpty)
        let other = try await api.ask("/v1/positions", as: "aaa", "If-None-Match: \(tag)")
        #expect(other.status == 200)
        let head = try await api.ask("HEAD", "/v1/positions", key: api.keys["whole"])
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["etag"] == tag)
        #expect(head.headers["content-length"] == "\(first.body.count)")
    }

    @Test func `lines of NDJSON are the rows of the pages, packed when asked for`() async throws {
        let api = try await RunningAPI()
        let lines = try await api.ask("/v1/cdrs", as: "whole", "Accept: application/x-ndjson")
        #expect(lines.headers["content-type"] == "application/x-ndjson")
        let rows = lines.text.split(separator: "\n")
        let whole = try await api.ask("/v1/cdrs", as: "whole").text
        #expect(rows.count == 2)
        #expect(whole.hasSuffix(#""data":[\#(rows.joined(separator: ","))]}"#))
        let packed = try await api.ask(
            "/v1/cdrs", as: "whole", "Accept: application/x-ndjson", "Accept-Encoding: gzip")
        #expect(packed.headers["content-encoding"] == "gzip")
        #expect(try unpacked(packed.body) == lines.body)
        let page = try await api.ask("/v1/cdrs", as: "whole", "Accept-Encoding: br, gzip;q=0.5")
        #expect(page.headers["content-encoding"] == "gzip")
        #expect(String(decoding: try unpacked(page.body), as: UTF8.self) == whole)
        #expect(try await api.ask("/v1/cdrs", as: "whole", "Accept: text/csv").status == 406)
    }

    private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        var (input, out) = (bytes, [UInt8](repeating: 0, count: 1 << 20))
        var stream = z_stream()
        try #require(
            inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { inflateEnd(&stream) }
        let ended = input.withUnsafeMutableBufferPointer { given in
            out.withUnsafeMutableBufferPointer { room in
                (stream.next_in, stream.avail_in) = (given.baseAddress, UInt32(given.count))
                (stream.next_out, stream.avail_out) = (room.baseAddress, UInt32(room.count))
                return inflate(&stream, Z_FINISH)
            }
        }
        try #require(ended == Z_STREAM_END)
        return Array(out[..<Int(stream.total_out)])
    }

    @Test func `the files of a month's reports are listed with what is in them`() async throws {
        let api = try await RunningAPI()
        let all = try await api.ask("/v1/reports?report=settlement-statement", as: "whole")
        let row =
            #"{"name":"statement-CANARY-AAA.csv","report":"settlement-statement","kind":"csv","#
            + #""counterparty":"IN-AAA","sheet":"Lines","bytes":1000,"rows":1,"sha256":"0101"#
        #expect(all.text.contains(row), "\(all.text)")
        #expect(all.text.hasPrefix(#"{"month":"2026-10","#))
        let none = try await api.ask("/v1/reports?report=exceptions", as: "whole")
        #expect(none.text == #"{"month":"2026-10","data":[]}"#)
    }

    @Test func `a month shows its runs`() async throws {
        let api = try await RunningAPI()
        let month = try await api.ask("/v1/months/2026-10", as: "aaa")
        #expect(month.text.contains(#"{"job":"reconcile","id":"3","#), "\(month.text)")
        #expect(try await api.ask("/v1/months/2026-09", as: "aaa").status == 404)
        #expect(try await api.ask("/v1/months/2026-10?as_of=1", as: "aaa").status == 404)
    }
}
