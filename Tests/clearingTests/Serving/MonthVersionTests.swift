import Foundation
import TestSupport
import Testing

/// `/v1/months/{month}?as_of=`: what each version of a close froze.
@Suite struct MonthVersionTests {
    @Test func `a month is told as each of its closes froze it`() throws {
        let month = try ClosedMonth(sessions: 60)
        let served = try ServedAPI(month.clearing, month.folder)
        let open = try Self.month(served)
        #expect(open["as_of"] is NSNull && (open["closes"] as? [Any])?.isEmpty == true)
        for list in ["positions", "statements", "payouts"] {
            #expect(
                open[list] as? NSArray == (try served.objects("/v1/\(list)") as NSArray), "\(list)")
        }
        let first = try month.close()
        try month.clearing.succeed(
            "close", "reopen", "--month", "2026-10", "--by", "asha", "--why", "one hub too many")
        try FileManager.default.removeItem(at: month.folder.url("in/hubs/bharat-roaming"))
        try month.clear()
        let second = try month.close()

        let versions = try [1, 2].map { try Self.month(served, "?as_of=\($0)") }
        for (version, hash) in [first, second].enumerated() {
            let closes = try #require(versions[version]["closes"] as? [[String: Any]])
            #expect(closes.map { $0["hash"] as? String } == [hash])
            #expect(versions[version]["as_of"] as? Int == version + 1)
            let jobs = (versions[version]["runs"] as? [[String: Any]])?.map { $0["job"] as? String }
            #expect(jobs == ["ingest", "rate", "reconcile", "settle"])
        }
        // The first is what stood before it was closed, the second what stands.
        let now = try Self.month(served)
        for figures in ["totals", "positions", "statements", "payouts"] {
            let before = try #require(open[figures] as? NSArray)
            #expect(before.count > 0)
            #expect(versions[0][figures] as? NSArray == before, "\(figures)")
            #expect(versions[1][figures] as? NSArray == now[figures] as? NSArray, "\(figures)")
        }
        #expect(versions[0]["positions"] as? NSArray != versions[1]["positions"] as? NSArray)
        #expect((now["closes"] as? [Any])?.count == 2)
        let missing = try served.ask("/v1/months/2026-10?as_of=3")
        #expect(missing.contains(#""pointer":"/query/as_of""#), "\(missing)")

        // Why a month was reopened is nothing for partners, and figures are of their own.
        let partner = try #require(
            (open["positions"] as? [[String: Any]])?.first?["counterparty"] as? String)
        let key = try month.clearing.succeed(
            "client", "add", "partner", "--scope", "settlement:read", "--party", partner
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        try Patience.wait("the client is known") {
            try !served.ask("/v1/months", key: key).contains("/problems/")
        }
        let theirs = try Self.month(served, "?as_of=1", key: key)
        let positions = try #require(theirs["positions"] as? [[String: Any]])
        #expect(Set(positions.map { $0["counterparty"] as? String }) == [partner])
        let closes = try #require(theirs["closes"] as? [[String: Any]])
        for hidden in ["reopened_why", "approved_by", "lines"] {
            #expect(closes[0][hidden] is NSNull, "\(hidden)")
        }
        #expect((theirs["payouts"] as? [Any])?.isEmpty == true)
    }

    private static func month(
        _ served: ServedAPI, _ query: String = "", key: String? = nil
    ) throws -> [String: Any] {
        let text = try served.ask("/v1/months/2026-10\(query)", key: key)
        return try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }
}
