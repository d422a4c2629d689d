import Foundation
import TestSupport
import Testing

/// Real answers of a cleared month, held to the schemas of `/openapi.json`.
@Suite struct DocumentedShapeTests {
    @Test func `every answer that is JSON is of its documented shape`() throws {
        let served = try ServedAPI(clearedMonth: 200, mishaps: "all")
        let api = try DocumentedAPI(served)
        let paths = try Self.paths(served)
        for (title, path) in paths { try api.hold(title, path) }
        for (title, path, body) in Self.posts {
            try api.hold(
                title, path,
                ["-X", "POST"]
                    + body.flatMap { ["-H", "Content-Type: application/json", "-d", $0] })
        }
        // What is not JSON, and the token, which needs a signing key.
        let left: Set = ["GET /metrics", "GET /docs", "POST /oauth/token"]
        #expect(api.held.union(left) == api.titles)
        // Prices of both kinds were among them.
        #expect(api.seen.contains("working") && api.seen.contains("unpriceable"))
        #expect(api.seen.contains("verification") && api.seen.contains("skipped"))
    }

    @Test func `every example is of its schema`() throws {
        let served = try ServedAPI(ClearingProcess(ScratchDatabase()), TemporaryFolder())
        let api = try DocumentedAPI(served)
        var count = 0
        for (title, schema, example) in api.examples {
            #expect(api.check.faults(in: example, by: schema) == [], "\(title)")
            count += 1
        }
        #expect(count > 20)
        // The example of a request is answered with that of its answer.
        let charge = try #require(api.exampleOfPriceRequest)
        let answer = try served.ask(
            "/v1/tariffs/price", key: nil, "-H", "Content-Type: application/json", "-d", charge)
        let given = try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? NSDictionary
        #expect(api.exampleOfPrice == given && given != nil, "\(answer)")
    }

    @Test func `what is not of a schema is found`() throws {
        let check = SchemaCheck([
            "components": ["schemas": ["Name": ["type": "string", "pattern": "^[a-z]+$"]]]
        ])
        let schema = try JSONSerialization.jsonObject(
            with: Data(
                """
                {"type":"object","required":["a"],"additionalProperties":false,"properties":{
                "a":{"type":["integer","null"]},"b":{"type":"boolean"},
                "c":{"type":"array","items":{"$ref":"#/components/schemas/Name"}},
                "d":{"anyOf":[{"type":"null"},{"type":"string","format":"date"}]}}}
                """.utf8))
        func faults(_ text: String) throws -> Int {
            let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
            return check.faults(in: value, by: schema).count
        }
        for good in [
            #"{"a":1}"#, #"{"a":null,"b":true,"c":[],"d":null}"#,
            #"{"a":0,"b":false,"c":["x","y"],"d":"2026-10-31"}"#,
        ] {
            #expect(try faults(good) == 0, "\(good)")
        }
        for bad in [
            #"{}"#, #"{"a":true}"#, #"{"a":1.5}"#, #"{"a":"1"}"#, #"{"a":1,"b":1}"#,
            #"{"a":1,"c":["X"]}"#, #"{"a":1,"c":{}}"#, #"{"a":1,"d":"31.10."}"#,
            #"{"a":1,"e":1}"#,
        ] {
            #expect(try faults(bad) > 0, "\(bad)")
        }
        #expect(check.faults(in: 1, by: ["oneOf": []]) == [": [\"oneOf\"] is not checked"])
    }

    /// Each GET of the document with what a cleared month has to put into it.
    private static func paths(_ served: ServedAPI) throws -> [(title: String, path: String)] {
        var paths: [(String, String)] = [
            "sessions", "cdrs", "dispositions", "positions", "counterparties", "statements",
            "disputes", "payouts", "months", "runs", "reports", "tariffs", "chargers", "hubs",
            "vendors",
        ].map { ("GET /v1/\($0)", "/v1/\($0)") }
        paths += [
            ("GET /v1/months/{month}", "/v1/months/2026-10"), ("GET /healthz", "/healthz"),
            ("GET /readyz", "/readyz"), ("GET /openapi.json", "/openapi.json"),
            ("GET /.well-known/jwks.json", "/.well-known/jwks.json"),
        ]
        func ids(_ list: String) throws -> [String] {
            try served.objects("/v1/\(list)?limit=1000").compactMap { $0["id"] as? String }
        }
        // Two of every disposition: what a working says depends on it most.
        var seen: [String: Int] = [:]
        for line in try served.objects("/v1/cdrs?limit=1000") {
            let disposition = line["disposition"] as? String ?? ""
            seen[disposition, default: 0] += 1
            guard seen[disposition, default: 0] <= 2, let id = line["id"] as? String else {
                continue
            }
            for tail in ["", "/price", "/audit"] {
                paths.append(("GET /v1/cdrs/{id}\(tail)", "/v1/cdrs/\(id)\(tail)"))
            }
        }
        #expect(seen.count > 3)
        for id in try ids("tariffs").prefix(20) {
            paths.append(("GET /v1/tariffs/{id}", "/v1/tariffs/\(id)"))
        }
        for id in try ids("chargers").prefix(3) {
            paths.append(("GET /v1/chargers/{id}", "/v1/chargers/\(id)"))
        }
        for id in try ids("statements").prefix(3) {
            paths.append(("GET /v1/statements/{id}", "/v1/statements/\(id)"))
        }
        return paths
    }

    private static let posts: [(title: String, path: String, body: [String])] = [
        ("POST /v1/payouts/preview", "/v1/payouts/preview", []),
        ("POST /v1/tariffs/price", "/v1/tariffs/price", [#"{"cdr":{}}"#]),
    ]
}

/// The document as it is served. A class, because it notes what was held to it.
private final class DocumentedAPI {
    let check: SchemaCheck
    private(set) var held: Set<String> = []
    /// Names of members that are anywhere in the answers.
    private(set) var seen: Set<String> = []
    private let served: ServedAPI
    private let operations: [String: [String: Any]]

    var titles: Set<String> { Set(operations.keys) }

    init(_ served: ServedAPI) throws {
        self.served = served
        let text = try served.ask("/openapi.json")
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        check = SchemaCheck(document)
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        var operations: [String: [String: Any]] = [:]
        for (path, item) in paths {
            for (verb, operation) in item { operations["\(verb.uppercased()) \(path)"] = operation }
        }
        self.operations = operations
    }

    /// Asks, and holds the answer to what the document says of the route.
    func hold(_ title: String, _ path: String, _ more: [String] = []) throws {
        held.insert(title)
        let content = try #require(Self.json(of: operations[title]), "\(title)")
        let arguments = ["-H", "X-API-Key: \(served.key)", served.address + path] + more
        let text = try Curl.run(arguments).output
        let value = try JSONSerialization.jsonObject(
            with: Data(text.utf8), options: .fragmentsAllowed)
        let schema = try #require(content["schema"], "\(title)")
        #expect(check.faults(in: value, by: schema).prefix(5) == [], "\(path)")
        note(value)
    }

    private func note(_ value: Any) {
        if let object = value as? [String: Any] {
            seen.formUnion(object.keys)
            for member in object.values { note(member) }
        }
        for item in value as? [Any] ?? [] { note(item) }
    }

    /// Every example of an answer or a body, with its schema.
    var examples: [(title: String, schema: Any, example: Any)] {
        operations.sorted { $0.key < $1.key }.flatMap { title, operation in
            [Self.json(of: operation), Self.body(of: operation)].compactMap { content in
                guard let schema = content?["schema"], let example = content?["example"] else {
                    return nil
                }
                return (title, schema, example)
            }
        }
    }

    var exampleOfPriceRequest: String? {
        guard let example = Self.body(of: operations["POST /v1/tariffs/price"])?["example"],
            let data = try? JSONSerialization.data(withJSONObject: example)
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    var exampleOfPrice: NSDictionary? {
        Self.json(of: operations["POST /v1/tariffs/price"])?["example"] as? NSDictionary
    }

    private static func json(of operation: [String: Any]?) -> [String: Any]? {
        let responses = operation?["responses"] as? [String: Any]
        let good = responses?["200"] as? [String: Any]
        return (good?["content"] as? [String: [String: Any]])?["application/json"]
    }

    private static func body(of operation: [String: Any]?) -> [String: Any]? {
        let body = operation?["requestBody"] as? [String: Any]
        return (body?["content"] as? [String: [String: Any]])?["application/json"]
    }
}
