import NIOCore
import Roaming
import Synchronization
import Testing

@testable import Hubs

/// The client against real sockets: what may pass is tried again, what may not is a fault, and
/// nothing leads it anywhere but to its own host.
@Suite struct HubClientTests {
    /// Asks once for `/ocpi/x` and gives the body or the fault.
    private func ask(
        _ port: Int, _ path: String = "/ocpi/x",
        rule change: (inout ConnectionRule) -> Void = { _ in }
    ) async throws -> Result<String, HubFault> {
        var rule = try ConnectionRule.test(port)
        change(&rule)
        let client = HubClient(rule, run: "run", clock: { ScriptedServer.now })
        let address = try #require(WebAddress("http://127.0.0.1:\(port)\(path)"))
        let result: Result<String, HubFault>
        do throws(HubFault) {
            result = .success(
                try await client.get(address, token: "abc", about: "x") { answer throws(HubFault) in
                    String(decoding: answer.body, as: UTF8.self)
                })
        } catch {
            result = .failure(error)
        }
        await client.close()
        return result
    }

    private func code(_ result: Result<String, HubFault>) -> HubFault.Code? {
        guard case .failure(let fault) = result else { return nil }
        return fault.code
    }

    @Test func `a request carries the token, its ids and what it can unpack`() async throws {
        let result = try await ScriptedServer.with { asked, _ in
            let parts = ["Authorization", "X-Request-ID", "X-Correlation-ID", "Accept-Encoding"]
            return .init(parts.map { asked.header($0) ?? "-" }.joined(separator: "|"))
        } _: {
            try await ask($0)
        }
        let parts = try result.get().split(separator: "|")
        #expect(parts.first == "Token YWJj")
        #expect(parts[1].utf8.count == 36 && parts[2].utf8.count == 36 && parts[1] != parts[2])
        #expect(parts.last == "gzip")
    }

    @Test(arguments: [500, 502, 503, 429, 408])
    func `what may pass is tried again`(_ status: Int) async throws {
        let result = try await ScriptedServer.with { asked, _ in
            asked.number < 3 ? .init("", status: status) : .init("there after \(asked.number)")
        } _: {
            try await ask($0)
        }
        #expect(try result.get() == "there after 3")
    }

    @Test func `after its attempts the client gives up and says what came last`() async throws {
        let count = Counter()
        let result = try await ScriptedServer.with { _, _ in
            count.add()
            return .init("", status: 503)
        } _: {
            try await ask($0)
        }
        #expect(code(result) == .httpStatus)
        #expect(count.value == 4)
    }

    @Test(arguments: [(401, HubFault.Code.tokenRefused), (403, .tokenRefused), (404, .httpStatus)])
    func `what will not pass is asked once`(_ status: Int, _ fault: HubFault.Code) async throws {
        let count = Counter()
        let result = try await ScriptedServer.with { _, _ in
            count.add()
            return .init("", status: status)
        } _: {
            try await ask($0)
        }
        #expect(code(result) == fault)
        #expect(count.value == 1)
    }

    @Test func `Retry-After is waited for`() async throws {
        let clock = ContinuousClock()
        let begun = clock.now
        let result = try await ScriptedServer.with { asked, _ in
            asked.number == 0
                ? .init("", status: 429, headers: ["Retry-After": "1"]) : .init("there")
        } _: {
            try await ask($0)
        }
        #expect(try result.get() == "there")
        #expect(clock.now - begun >= .seconds(1))
    }

    @Test func `Retry-After may be a date, counted from the client's clock`() async throws {
        let clock = ContinuousClock()
        let begun = clock.now
        // The clients' clock stands at midnight.
        let dates = ["Sun, 01 Nov 2026 00:00:01 GMT", "Sat, 31 Oct 2026 23:00:00 GMT"]
        let result = try await ScriptedServer.with { asked, _ in
            asked.number < dates.count
                ? .init("", status: 503, headers: ["Retry-After": dates[asked.number]])
                : .init("there")
        } _: {
            try await ask($0)
        }
        #expect(try result.get() == "there")
        #expect(clock.now - begun >= .seconds(1))
        let tomorrow = try await ScriptedServer.with { _, _ in
            .init("", status: 503, headers: ["Retry-After": "Mon, 02 Nov 2026 00:00:00 GMT"])
        } _: {
            try await ask($0)
        }
        guard case .failure(let fault) = tomorrow else { throw ServerGone() }
        #expect(fault.mayPass && fault.text.contains("86400"))
    }

    @Test func `a hub that asks for hours of patience is left for another time`() async throws {
        let count = Counter()
        let result = try await ScriptedServer.with { _, _ in
            count.add()
            return .init("", status: 503, headers: ["Retry-After": "7200"])
        } _: {
            try await ask($0)
        }
        guard case .failure(let fault) = result else { throw ServerGone() }
        #expect(fault.mayPass && fault.text.contains("7200"))
        #expect(count.value == 1)
    }

    @Test func `an answer that breaks off is asked for again`() async throws {
        let result = try await ScriptedServer.with { asked, _ in
            var answer = ScriptedServer.Answer("a long answer")
            if asked.number < 2 { answer.breaksOffAfter = 4 }
            return answer
        } _: {
            try await ask($0)
        }
        #expect(try result.get() == "a long answer")
    }

    @Test func `a server that drips byte by byte is left when time is up`() async throws {
        let result = try await ScriptedServer.with { _, _ in
            var answer = ScriptedServer.Answer(String(repeating: "x", count: 1000))
            answer.dripMilliseconds = 100
            return answer
        } _: { port in
            try await ask(port) {
                $0.timeoutSeconds = 1
                $0.attempts = 2
            }
        }
        #expect(code(result) == .timedOut)
    }

    @Test(arguments: [(4096, true), (4097, false)])
    func `an answer may be as large as the rule says and no larger`(
        _ bytes: Int, _ isTaken: Bool
    ) async throws {
        let result = try await ScriptedServer.with { _, _ in
            .init(String(repeating: "x", count: bytes))
        } _: {
            try await ask($0)
        }
        #expect(code(result) == (isTaken ? nil : .tooLarge))
    }

    /// 'there', 5 bytes, and 100,000 times 'x', by gzip -9n.
    @Test func `gzip is unpacked, and a bomb goes off nowhere`() async throws {
        let small: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 43, 201, 72, 45, 74, 5, 0, 150, 233, 47, 90, 5, 0, 0,
            0,
        ]
        let taken = try await ScriptedServer.with { _, _ in
            var answer = ScriptedServer.Answer("", headers: ["Content-Encoding": "gzip"])
            answer.body = small
            return answer
        } _: {
            try await ask($0)
        }
        #expect(try taken.get() == "there")
        let bomb = GzipBomb.bytes
        let result = try await ScriptedServer.with { _, _ in
            var answer = ScriptedServer.Answer("", headers: ["Content-Encoding": "gzip"])
            answer.body = bomb
            return answer
        } _: {
            try await ask($0)
        }
        #expect(code(result) == .tooLarge)
    }

    @Test func `a redirect within the host is followed, a few times`() async throws {
        let result = try await ScriptedServer.with { asked, port in
            asked.target == "/there"
                ? .init("there")
                : .init("", status: 307, headers: ["Location": "http://127.0.0.1:\(port)/there"])
        } _: {
            try await ask($0)
        }
        #expect(try result.get() == "there")
        let turning = try await ScriptedServer.with { _, _ in
            .init("", status: 302, headers: ["Location": "/ocpi/x"])
        } _: {
            try await ask($0)
        }
        #expect(code(turning) == .looping)
    }

    @Test(arguments: [
        "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data", "http://localhost/",
        "https://evil.example/", "file:///etc/passwd", "//evil.example/x", "http://[::1]:80/",
        "http://127.0.0.1@evil.example/",
    ])
    func `a redirect elsewhere is refused, and the token goes nowhere`(
        _ location: String
    ) async throws {
        let count = Counter()
        let result = try await ScriptedServer.with { _, _ in
            count.add()
            return .init("", status: 302, headers: ["Location": location])
        } _: {
            try await ask($0)
        }
        #expect(code(result) == .addressRefused)
        #expect(count.value == 1)
    }

    @Test func `nobody at home is a fault of this hub`() async throws {
        // A port that was free a moment ago.
        let port = try await ScriptedServer.with({ _, _ in .init("") }, { $0 })
        let result = try await ask(port) { $0.attempts = 2 }
        #expect(code(result) == .unreachable)
    }

    @Test func `requests come no faster than the rule says`() async throws {
        let elapsed = try await ScriptedServer.with { _, _ in
            .init("x")
        } _: { port in
            var rule = try ConnectionRule.test(port)
            rule.requestsPerSecond = 10
            let client = HubClient(rule, run: "run", clock: { ScriptedServer.now })
            let clock = ContinuousClock()
            let begun = clock.now
            for _ in 0..<4 {
                _ = try await client.get(rule.versionsURL, token: "t", about: "x") {
                    answer throws(HubFault) in answer.status
                }
            }
            let elapsed = clock.now - begun
            await client.close()
            return elapsed
        }
        #expect(elapsed >= .milliseconds(300))
    }
}

/// Counts on many threads.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .sequentiallyConsistent) }
    func add() { count.add(1, ordering: .sequentiallyConsistent) }
}

/// 100,000 times `x`, by zlib's gzip at level 9: two hundred bytes.
enum GzipBomb {
    static let bytes: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 1, 0, 0, 0, 194, 160, 218, 139, 111, 13, 15,
        160, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 128, 87, 3, 113, 17, 7, 254, 160, 134, 1, 0,
    ]
}
