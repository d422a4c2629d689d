import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import API

/// What no client sends by accident: nothing leaks, nothing breaks, and the status is the right one.
@Suite struct AbuseTests {
    private static let poison = [
        "'%20OR%20'1'='1", "%27%3B%20DROP%20TABLE%20runs.run%3B--", "..%2F..%2Fetc%2Fpasswd", "%00",
        "%ff%fe", "%0d%0aSet-Cookie:%20a=b", "-1", "99999999999999999999", "%F0%9F%92%A9", "1e9",
        "$%7Bjndi:ldap:%2F%2Fx%7D", "%",
    ]

    @Test func `injected values are refused by every parameter of every route`() async throws {
        let api = try await RunningAPI()
        for route in api.host.routes where route.method == .get {
            for value in Self.poison {
                for parameter in route.parameters where parameter.place == .query {
                    let answer = try await api.ask(
                        "\(AccessTests.path(route))?\(parameter.name)=\(value)", as: "whole")
                    // Some are a name, and one could be a cursor, that nothing has.
                    let fits = percentDecoded(value[...], plusIsSpace: true).map {
                        parameter.type.complaint(about: $0) == nil
                    }
                    let expected = fits == true ? [200, 404] : [400]
                    #expect(
                        expected.contains(answer.status),
                        "\(route.title) \(parameter.name)=\(value): \(answer.text)")
                    #expect(!answer.text.contains("CANARY") || parameter.name == "limit")
                    #expect(answer.headers["set-cookie"] == nil)
                }
                guard route.path.contains("{") else { continue }
                let path = route.path.replacingOccurrences(
                    of: "{id}", with: value
                ).replacingOccurrences(of: "{month}", with: value)
                let answer = try await api.ask(path, as: "whole")
                #expect(answer.status == 404, "\(path): \(answer.text)")
            }
        }
        let rows = try api.database.texts("SELECT count(*) FROM runs.run")
        #expect(rows == ["5"])
    }

    @Test func `parameters that do not exist, stand twice or have no index are refused by name`()
        async throws
    {
        let api = try await RunningAPI()
        for route in api.host.routes where route.method == .get {
            let unknown = try await api.ask("\(AccessTests.path(route))?nosuch=1", as: "whole")
            #expect(unknown.status == 400, "\(route.title)")
            #expect(unknown.text.contains(#""pointer":"/query/nosuch""#), "\(route.title)")
            for name in route.unindexed {
                let refused = try await api.ask("\(AccessTests.path(route))?\(name)=1", as: "whole")
                #expect(refused.text.contains("/problems/not-indexed"), "\(route.title) \(name)")
            }
        }
        let twice = try await api.ask("/v1/cdrs?limit=1&limit=2", as: "whole")
        #expect(twice.status == 400)
    }

    @Test func `headers that lie change nothing`() async throws {
        let api = try await RunningAPI()
        let lies = [
            "X-Request-ID: a b<script>", "X-Forwarded-For: 127.0.0.1",
            "X-HTTP-Method-Override: DELETE",
            "If-None-Match: \"'; DROP TABLE runs.run\"", "Accept-Encoding: \u{1F}gzip",
        ]
        for lie in lies {
            let answer = try await api.ask("/v1/months", as: "whole", lie)
            #expect(answer.status == 200 || answer.status == 400, "\(lie)")
            #expect(!answer.headers.values.contains { $0.contains("script") }, "\(lie)")
        }
        let named = try await api.ask("/v1/months", as: "whole", "X-Request-ID: trace-1.2")
        #expect(named.headers["x-request-id"] == "trace-1.2")
    }

    @Test func `methods that a path does not have are refused with those it has`() async throws {
        let api = try await RunningAPI()
        for path in Set(api.host.routes.map(\.path)).sorted() {
            let has = Set(api.host.routes.filter { $0.path == path }.map(\.method.rawValue))
            let real = AccessTests.path(try #require(api.host.routes.first { $0.path == path }))
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"]
            where !has.contains(method) {
                let answer = try await api.ask(method, real, key: api.keys["whole"])
                #expect(answer.status == 405, "\(method) \(path)")
                #expect(answer.headers["allow"]?.contains("OPTIONS") == true)
            }
        }
        let nowhere = try await api.ask("/v2/../v1/secret", as: "whole")
        #expect(nowhere.status == 404)
        #expect(nowhere.headers["content-type"] == "application/problem+json")
    }

    @Test func `bodies that are too large, too slow or of another type are refused`() async throws {
        let api = try await RunningAPI()
        for route in api.host.routes {
            guard let body = route.body else { continue }
            let type = "Content-Type: \(body.mediaType)"
            let large = [UInt8](repeating: 0x20, count: body.limit + 1)
            let key = route.access == .open ? nil : api.keys["whole"]
            let tooLarge = try await api.ask(
                "POST", route.path, key: key, headers: [type], body: large)
            #expect(tooLarge.status == 413, "\(route.title)")
            let slow = try await api.ask(
                "POST", route.path, key: key, headers: [type, "Content-Length: 5"], pause: 600)
            #expect(slow.status == 408, "\(route.title): \(slow.text)")
            let other = try await api.ask(
                "POST", route.path, key: key, headers: ["Content-Type: text/xml"], body: [0x20])
            #expect(other.status == 415, "\(route.title)")
        }
    }
}
