import Foundation
import Roaming
import Store
import Synchronization
import TestSupport
import Testing

@testable import API

/// Idempotency-Key: the same answer again, from whichever instance.
@Suite struct ReplayTests {
    /// Counts how often a preview is made, and holds it for as long as a test wants.
    private final class Previews: Sendable {
        let made = Atomic(0)
        let isHeld = Atomic(false)

        var workings: Workings {
            var workings = Seed.workings
            workings.preview = { month, vendor in
                let number = self.made.add(1, ordering: .relaxed).newValue
                while self.isHeld.load(ordering: .relaxed) { usleep(1000) }
                if vendor == "broken" { throw Refused() }
                return Array(#"{"month":"\#(month)","number":\#(number)}"#.utf8)
            }
            return workings
        }

        struct Refused: Error {}
    }

    /// Its clock stands still, so that no key is over because a machine is slow.
    private static func api(
        _ previews: Previews, beside other: RunningAPI? = nil
    ) async throws -> RunningAPI {
        try await RunningAPI(
            beside: other, workings: previews.workings, now: ScratchDatabase.now)
    }

    private static func ask(
        _ api: RunningAPI, _ key: String, as client: String = "whole", query: String = ""
    ) async throws -> RawAnswer {
        try await api.ask(
            "POST", "/v1/payouts/preview\(query)", key: api.keys[client],
            headers: ["Idempotency-Key: \(key)", "Content-Length: 0"])
    }

    @Test func `two instances give one answer to one key, each client its own`() async throws {
        let previews = Previews()
        let one = try await Self.api(previews)
        let two = try await Self.api(previews, beside: one)
        let first = try await Self.ask(one, "k-1")
        #expect(first.status == 200 && first.text.contains(#""number":1"#), "\(first.text)")
        for api in [two, one, two] {
            let again = try await Self.ask(api, "k-1")
            #expect(again.status == 200 && again.body == first.body, "\(again.text)")
        }
        #expect(previews.made.load(ordering: .relaxed) == 1)
        // Another client's key of the same name is another key.
        let other = try await Self.ask(two, "k-1", as: "one")
        #expect(other.text.contains(#""number":2"#), "\(other.text)")
        #expect(try await Self.ask(two, "k-2").text.contains(#""number":3"#))
    }

    @Test func `a key that was used for another request is refused`() async throws {
        let one = try await Self.api(Previews())
        let two = try await Self.api(Previews(), beside: one)
        #expect(try await Self.ask(one, "k").status == 200)
        for api in [one, two] {
            let refused = try await Self.ask(api, "k", query: "?vendor=one")
            #expect(refused.status == 422, "\(refused.text)")
            #expect(refused.text.contains("/problems/idempotency-key-reused"))
            #expect(refused.text.contains(#""pointer":"/header/Idempotency-Key""#))
        }
        #expect(try await Self.ask(two, "k").status == 200)
    }

    @Test func `while the first request is at work the second is told so`() async throws {
        let previews = Previews()
        previews.isHeld.store(true, ordering: .relaxed)
        let one = try await Self.api(previews)
        let two = try await Self.api(previews, beside: one)
        async let first = Self.ask(one, "k")
        while previews.made.load(ordering: .relaxed) == 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
        let second = try await Self.ask(two, "k")
        #expect(second.status == 409, "\(second.text)")
        #expect(second.headers["retry-after"] == "1")
        previews.isHeld.store(false, ordering: .relaxed)
        let answer = try await first
        #expect(answer.status == 200)
        #expect(try await Self.ask(two, "k").body == answer.body)
        #expect(previews.made.load(ordering: .relaxed) == 1)
    }

    @Test func `what failed may be asked again at once, and what is over is forgotten`()
        async throws
    {
        let previews = Previews()
        let api = try await Self.api(previews)
        for _ in 1...2 {
            #expect(try await Self.ask(api, "k", query: "?vendor=broken").status == 500)
        }
        #expect(previews.made.load(ordering: .relaxed) == 2)
        #expect(try await Self.ask(api, "k", query: "?month=2026-09").status == 404)
        #expect(try await Self.ask(api, "k").text.contains(#""number":3"#))
        let left = "SELECT count(*) FROM access.replay"
        #expect(try api.database.texts(left) == ["1"])
        // Ten minutes later, and nobody else's first.
        _ = try api.database.texts("UPDATE access.replay SET until = until - interval '11 minutes'")
        #expect(try await Self.ask(api, "k").text.contains(#""number":4"#))
        _ = try api.database.texts("UPDATE access.replay SET until = until - interval '11 minutes'")
        try await api.host.refresh()
        #expect(try api.database.texts(left) == ["0"])
    }

    @Test func `an instance that died keeps a key for two minutes and no longer`() throws {
        let database = try ScratchDatabase()
        let connection = try database.connect(as: .api)
        let now = ScratchDatabase.now
        let asked = [UInt8](repeating: 7, count: 32)
        func claim(_ name: String, after seconds: Int64) throws -> StoredReplay {
            let then = now.advanced(bySeconds: seconds)
            return try connection.replay(
                of: "desk", key: "k", claim: name, request: asked, now: then,
                until: then.advanced(bySeconds: ReplayBook.workSeconds))
        }
        #expect(try claim("dead", after: 0) == .claimed)
        // The same try again, after a connection that broke before it said so.
        #expect(try claim("dead", after: 1) == .claimed)
        #expect(try claim("next", after: 120) == .atWork)
        #expect(try claim("next", after: 121) == .claimed)
        // The dead one comes back too late.
        try connection.keep(
            [1], of: "desk", key: "k", claim: "dead", until: now.advanced(bySeconds: 1000))
        try connection.giveBack(key: "k", of: "desk", claim: "dead")
        #expect(try claim("third", after: 122) == .atWork)
        try connection.keep(
            [2], of: "desk", key: "k", claim: "next", until: now.advanced(bySeconds: 1000))
        #expect(try claim("third", after: 122) == .answered([2]))
        #expect(
            try connection.replay(
                of: "desk", key: "k", claim: "x", request: [UInt8](repeating: 8, count: 32),
                now: now.advanced(bySeconds: 122), until: now.advanced(bySeconds: 200)) == .other)
    }
}
