import Hashing
import Intake
import Roaming
import Synchronization
import Testing

@testable import Hubs

/// Paging against servers that do what servers do: lead in circles, mix pages up, change while they
/// are read.
@Suite struct ModulePullTests {
    /// What came, in the order of the hub's list.
    private struct Came: Sendable {
        var objects: [String]
        var pull: ModulePull?
        var fault: HubFault?
    }

    /// Pulls cdrs of a server whose list is at `/ocpi/cdrs`.
    private func pull(
        since bookmark: Instant? = nil,
        rule change: @escaping @Sendable (inout ConnectionRule) -> Void = { _ in },
        from script: @escaping @Sendable (ScriptedServer.Asked, Int) -> ScriptedServer.Answer
    ) async throws -> Came {
        try await ScriptedServer.with(script) { port in
            var rule = try ConnectionRule.test(port)
            change(&rule)
            let client = HubClient(rule, run: "run", clock: { ScriptedServer.now })
            let link = HubLink(
                hub: "test", version: .v221, token: "c", tokenForHub: "b",
                endpoints: [
                    ListedEndpoint(
                        identifier: "cdrs", role: "SENDER",
                        url: "http://127.0.0.1:\(port)/ocpi/cdrs")
                ], roles: [])
            let memory = PagesInMemory()
            var came = Came(objects: [])
            do throws(HubFault) {
                came.pull = try await client.pull(
                    .cdrs, over: link, since: bookmark, onto: memory.shelf)
            } catch {
                came.fault = error
            }
            await client.close()
            came.objects = memory.objects
            return came
        }
    }

    /// A server with a list of objects, `{"id":"0"}` …, that pages as it should.
    private static func page(
        _ objects: [String], _ asked: ScriptedServer.Asked, link: Bool = true, total: Bool = true,
        _ port: Int
    ) -> ScriptedServer.Answer {
        let address = WebAddress("http://127.0.0.1:\(port)" + asked.target)
        let offset = address?.parameter("offset").flatMap { Int($0) } ?? 0
        let limit = min(2, address?.parameter("limit").flatMap { Int($0) } ?? 2)
        var headers: [String: String] = ["X-Limit": String(limit)]
        if total { headers["X-Total-Count"] = String(objects.count) }
        if link, offset + limit < objects.count, let address {
            headers["Link"] =
                "<\(address.with([("offset", String(offset + limit))]))>; rel=\"next\""
        }
        return .list(Array(objects.dropFirst(offset).prefix(limit)), headers: headers)
    }

    private static func objects(_ numbers: some Sequence<Int>) -> [String] {
        numbers.map { "{\"id\":\"\($0)\"}" }
    }

    /// Nothing has changed since a walk began.
    private static func isTail(_ asked: ScriptedServer.Asked) -> Bool {
        asked.target.contains("date_from=2026-11-01T00:00:00Z")
    }

    @Test(arguments: [(true, true), (false, true), (false, false)])
    func `every page comes, with Link, with a count alone, and with neither`(
        _ link: Bool, _ total: Bool
    ) async throws {
        let all = Self.objects(0..<5)
        let came = try await pull { asked, port in
            Self.page(Self.isTail(asked) ? [] : all, asked, link: link, total: total, port)
        }
        #expect(came.fault == nil)
        #expect(came.objects == all)
        #expect(came.pull?.objects == 5)
        #expect(came.pull?.completeUntil?.description == "2026-11-01T00:00:00Z")
    }

    @Test func `a list that fits a page is one request`() async throws {
        let count = Counter()
        let came = try await pull { asked, port in
            count.add()
            return Self.page(Self.objects(0..<2), asked, port)
        }
        #expect(came.pull?.pages == 1)
        #expect(count.value == 1)
    }

    @Test func `a later pull asks from the bookmark less the overlap`() async throws {
        let seen = Mutex<[String]>([])
        let came = try await pull(
            since: Instant("2026-10-31T12:00:00Z"), rule: { $0.overlapSeconds = 3600 }
        ) { asked, port in
            seen.withLock { $0.append(asked.target) }
            return Self.page([], asked, port)
        }
        #expect(came.fault == nil)
        #expect(
            seen.withLock { $0 } == [
                "/ocpi/cdrs?date_from=2026-10-31T11:00:00Z&offset=0&limit=2"
            ])
    }

    @Test func `pages that lead back to themselves are a finding`() async throws {
        let came = try await pull { _, port in
            .list(
                Self.objects(0..<2),
                headers: ["Link": "<http://127.0.0.1:\(port)/ocpi/cdrs?offset=2>; rel=\"next\""])
        }
        #expect(came.fault?.code == .looping)
    }

    @Test func `pages that go on for ever with the same objects are a finding`() async throws {
        let came = try await pull { asked, port in
            .list(
                Self.objects(0..<1),
                headers: [
                    "Link": "<http://127.0.0.1:\(port)/ocpi/cdrs?cursor=\(asked.number)>; rel=next"
                ])
        }
        #expect(came.fault?.code == .looping)
    }

    @Test(arguments: [
        "http://169.254.169.254/", "http://127.0.0.1:1/cdrs", "https://evil.example/cdrs",
        "gopher://127.0.0.1/", "//evil.example/",
    ])
    func `a link elsewhere is refused and what came is kept`(_ target: String) async throws {
        let came = try await pull { _, _ in
            .list(Self.objects(0..<2), headers: ["Link": "<\(target)>; rel=\"next\""])
        }
        #expect(came.fault?.code == .addressRefused)
        #expect(came.objects == Self.objects(0..<2))
    }

    @Test func `a status of trouble in HTTP 200 is asked again, one of ours is not`() async throws {
        let came = try await pull { asked, port in
            asked.number < 2
                ? .init(#"{"status_code":3000,"status_message":"busy"}"#)
                : Self.page(Self.objects(0..<2), asked, port)
        }
        #expect(came.fault == nil)
        #expect(came.objects.count == 2)
        let count = Counter()
        let refused = try await pull { _, _ in
            count.add()
            return .init(#"{"status_code":2001,"status_message":"no such filter"}"#)
        }
        #expect(refused.fault?.code == .ocpiStatus)
        #expect(refused.fault?.text.contains("no such filter") == true)
        #expect(count.value == 1)
        #expect(refused.objects.isEmpty)
    }

    @Test(arguments: [
        "", "<html>maintenance</html>", #"{"data":[{"id":"0"},{"id":"#, #"{"data":[]}"#, "[]",
    ])
    func `half a page is no page, and is asked for again`(_ text: String) async throws {
        let came = try await pull { asked, port in
            asked.number < 3 ? .init(text) : Self.page(Self.objects(0..<2), asked, port)
        }
        #expect(came.fault == nil)
        #expect(came.objects == Self.objects(0..<2))
        let never = try await pull { _, _ in .init(text) }
        #expect(never.fault?.code == .unreadable)
        #expect(never.objects.isEmpty)
    }

    @Test func `a server that serves another page in one's place is walked again`() async throws {
        let all = Self.objects(0..<6)
        let wrong = Counter()
        let came = try await pull { asked, port in
            if Self.isTail(asked) { return Self.page([], asked, port) }
            var answer = Self.page(all, asked, port)
            if asked.target.contains("offset=2"), wrong.value == 0 {
                wrong.add()
                answer.body = ScriptedServer.Answer.list(Array(all.prefix(2))).body
            }
            return answer
        }
        #expect(came.fault == nil)
        #expect(Set(came.objects) == Set(all))
        #expect(came.pull?.passes == 2)
    }

    /// Between the first page and the second, object 0 is changed and moves to the end, so object 2
    /// moves up onto the page that was read already.
    @Test func `an object that a moving neighbour pushed off the page is not lost`() async throws {
        let before = Self.objects(0..<6)
        let after = Self.objects(1..<6) + ["{\"id\":\"0\",\"changed\":1}"]
        let came = try await pull { asked, port in
            if Self.isTail(asked) { return Self.page([after[5]], asked, port) }
            return Self.page(asked.number == 0 ? before : after, asked, port)
        }
        #expect(came.fault == nil)
        #expect(Set(came.objects) == Set(before + after))
        #expect(came.pull?.completeUntil?.description == "2026-11-01T00:00:00Z")
    }

    @Test func `objects that are added while paging need no second walk over all`() async throws {
        let all = Self.objects(0..<7)
        let came = try await pull { asked, port in
            if Self.isTail(asked) { return Self.page([all[6]], asked, port) }
            return Self.page(asked.number == 0 ? Array(all.dropLast()) : all, asked, port)
        }
        #expect(came.fault == nil)
        #expect(Set(came.objects) == Set(all))
        #expect(came.pull?.passes == 1)
    }

    /// Fewer ids than objects for ever, which must not look like a gap for ever.
    @Test func `a hub that lists an id twice and changes while paging is complete in the end`()
        async throws
    {
        let all = Self.objects(0..<4) + ["{\"id\":\"3\",\"again\":1}"]
        let came = try await pull { asked, port in
            Self.page(Self.isTail(asked) ? [all[0]] : all, asked, port)
        }
        #expect(came.fault == nil)
        #expect(Set(came.objects) == Set(all))
        #expect(came.pull?.passes == 3)
    }

    @Test func `a server that counts more than it has is told so, and what came is kept`()
        async throws
    {
        let all = Self.objects(0..<4)
        let came = try await pull { asked, port in
            var answer = Self.page(all, asked, port)
            answer.headers["X-Total-Count"] = "9"
            return answer
        }
        #expect(came.fault?.code == .incomplete)
        #expect(Set(came.objects) == Set(all))
    }

    @Test func `a module that the hub does not offer is a fault of that module`() async throws {
        let came = try await ScriptedServer.with({ _, _ in .init("") }) { port in
            let client = HubClient(
                try ConnectionRule.test(port), run: "run", clock: { ScriptedServer.now })
            let link = HubLink(
                hub: "test", version: .v221, token: "c", tokenForHub: "b",
                endpoints: [
                    .init(identifier: "cdrs", role: "RECEIVER", url: "http://127.0.0.1:\(port)/")
                ], roles: [])
            do throws(HubFault) {
                _ = try await client.pull(
                    .cdrs, over: link, since: nil, onto: PagesInMemory().shelf)
                await client.close()
                return HubFault.Code?.none
            } catch {
                await client.close()
                return error.code
            }
        }
        #expect(came == .notOffered)
    }
}

/// Keeps pages as the program does, without its disk. One task uses it.
private final class PagesInMemory {
    private var pages: [String: [String]] = [:]

    var objects: [String] { pages.sorted { $0.key < $1.key }.flatMap(\.value) }

    var shelf: PageShelf {
        PageShelf(
            keep: { [self] page in
                let text = String(decoding: page.body, as: UTF8.self)
                let offset = String(page.offset + 1_000_000)
                let contents = Self.contents(text)
                guard contents.damage == nil, (contents.statusCode ?? 0) / 1000 == 1 else {
                    return contents
                }
                let name = page.isOfWhole ? "a\(offset)-\(page.pass)" : "b\(page.pass)-\(offset)"
                pages[name] = Self.split(text)
                return contents
            },
            identities: { [self] _ in
                Set(objects.compactMap { $0.split(separator: "\"").dropFirst(3).first }).count
            })
    }

    /// Of the texts this file's servers send: flat objects.
    private static func split(_ text: String) -> [String] {
        guard !text.contains("[]") else { return [] }
        return text.split(separator: "[").last?.split(separator: "]").first?
            .split(separator: "{").map { "{" + $0.prefix { $0 != "}" } + "}" } ?? []
    }

    private static func contents(_ text: String) -> PageContents {
        let code = text.split(separator: "\"status_code\":").dropFirst().first?.prefix(4)
        let isWhole = text.hasSuffix("}") && code != nil
        return PageContents(
            digests: !text.contains("[") ? [] : split(text).map { digest(of: Array($0.utf8)) },
            statusCode: code.flatMap { Int($0) },
            statusMessage: text.contains("status_message") ? text : nil,
            timestamp: text.contains("timestamp") ? Instant("2026-11-01T00:00:00Z") : nil,
            damage: isWhole ? nil : "not whole")
    }
}
