import Foundation
import Store
import TestSupport
import Testing

@testable import API

/// `sort`, and cursors that go on in the order they were made in.
@Suite struct SortTests {
    /// The rows of a list, page by page, a row on each; at most ten.
    private func walked(_ api: RunningAPI, _ path: String) async throws -> [String] {
        var rows: [String] = []
        var next: String? = "\(path)\(path.contains("?") ? "&" : "?")limit=1"
        while let link = next, rows.count < 10 {
            let answer = try await api.ask(link, as: "whole")
            try #require(answer.status == 200, "\(link): \(answer.text)")
            rows += try Self.rows(answer)
            next = answer.headers["link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        return rows
    }

    private static func rows(_ answer: RawAnswer) throws -> [String] {
        let json = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return try #require(json?["data"] as? [Any]).map {
            String(
                decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys),
                as: UTF8.self)
        }
    }

    @Test func `every order gives the same rows on one page, on many, and the other way round`()
        async throws
    {
        let api = try await RunningAPI()
        var count = 0
        for listing in Listing.allOfTests {
            for word in listing.list.sorts where !word.hasPrefix("-") {
                let path = "/v1/\(listing.path)?sort="
                let upwards = try Self.rows(try await api.ask(path + word, as: "whole"))
                let downwards = try Self.rows(try await api.ask("\(path)-\(word)", as: "whole"))
                #expect(upwards.count >= 1, "\(path)\(word)")
                #expect(upwards.reversed() == downwards, "\(path)\(word)")
                #expect(try await walked(api, path + word) == upwards, "\(path)\(word)")
                #expect(try await walked(api, "\(path)-\(word)") == downwards, "\(path)-\(word)")
                count += 1
            }
        }
        #expect(count > 10)
        // The usual order needs no word.
        let usual = try await api.ask("/v1/cdrs", as: "whole")
        #expect(try await api.ask("/v1/cdrs?sort=line", as: "whole").body == usual.body)
    }

    @Test func `CDRs come in the order they were received in`() async throws {
        let api = try await RunningAPI()
        // A line that comes last and is about the CDR that came first.
        _ = try api.database.texts(
            """
            ALTER TABLE reconciliation.line DISABLE TRIGGER ALL;
            INSERT INTO reconciliation.line (run_id, shard, ordinal, disposition, side, own_network, agreed,
                agreed_before_tax, disputed, reason, severity, counterparty, currency, cdr_object)
            VALUES (3, 9, 9, 'MATCHED', 'cpo', false, 0, 0, 0, '', 'NONE', 'IN-AAA', 'INR', 0)
            """)
        func ids(_ sort: String) async throws -> [String] {
            let answer = try await api.ask("/v1/cdrs?sort=\(sort)", as: "whole")
            let json = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
            return try #require(json?["data"] as? [[String: Any]]).compactMap {
                $0["id"] as? String
            }
        }
        #expect(try await ids("line") == ["1", "2", "0"])
        #expect(try await ids("id") == ["0", "1", "2"])
        #expect(try await ids("-id") == ["2", "1", "0"])
        let lines = try await api.ask(
            "/v1/cdrs?sort=-id&limit=2", as: "whole", "Accept: application/x-ndjson")
        let order = lines.text.split(separator: "\n").map { $0.prefix(8) }
        #expect(order == [#"{"id":"2"#, #"{"id":"1"#])
    }

    @Test func `a cursor goes on in its own order and in no other`() async throws {
        let api = try await RunningAPI()
        let first = try await api.ask("/v1/cdrs?sort=-id&limit=1", as: "whole")
        let link = try #require(first.headers["link"])
        #expect(link.contains("sort=-id"))
        let cursor = try #require(link.firstMatch(of: /cursor=([A-Za-z0-9_-]+)/)).1
        for other in ["", "&sort=id", "&sort=line", "&sort=-line"] {
            for accept in ["application/json", "application/x-ndjson"] {
                let refused = try await api.ask(
                    "/v1/cdrs?cursor=\(cursor)\(other)", as: "whole", "Accept: \(accept)")
                #expect(refused.status == 400, "\(other)")
                #expect(refused.text.contains(#""pointer":"/query/cursor""#), "\(refused.text)")
                #expect(refused.text.contains("sort=-id"), "\(refused.text)")
            }
        }
        // Of another list, or of an order that there is not, it is no cursor.
        #expect(
            try await api.ask("/v1/sessions?cursor=\(cursor)&sort=-line", as: "whole").status == 404
        )
        let invented = Cursor(basis: 3, order: "agreed", key: ["1", "1"]).text
        #expect(try await api.ask("/v1/cdrs?cursor=\(invented)", as: "whole").status == 404)
        let misfit = Cursor(basis: 3, order: "-id", key: ["1", "1"]).text
        #expect(try await api.ask("/v1/cdrs?cursor=\(misfit)&sort=-id", as: "whole").status == 404)
    }

    @Test func `columns that nothing is sorted by are refused by name`() async throws {
        let api = try await RunningAPI()
        for listing in Listing.allOfTests {
            let words = listing.list.sorts
            for field in listing.list.fields where !words.contains(field.name) {
                for sign in ["", "-"] {
                    let answer = try await api.ask(
                        "/v1/\(listing.path)?sort=\(sign)\(field.name)", as: "whole")
                    #expect(answer.status == 400, "\(listing.path) \(field.name)")
                    #expect(answer.text.contains("/problems/not-indexed"), "\(answer.text)")
                    #expect(answer.text.contains(#""pointer":"/query/sort""#), "\(answer.text)")
                    #expect(
                        words.isEmpty || answer.text.contains("sorted by \(field.name):"),
                        "\(answer.text)")
                }
            }
            let unknown = try await api.ask("/v1/\(listing.path)?sort=nosuch", as: "whole")
            #expect(unknown.status == 400 && !unknown.text.contains("nosuch"), "\(unknown.text)")
        }
    }
}
