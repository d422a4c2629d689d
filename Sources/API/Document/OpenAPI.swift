import HTTPTypes

/// The document of the API (OpenAPI 3.1), made from the table of routes.
enum OpenAPI {
    static func document(of routes: [Route], version: String) -> [UInt8] {
        var out = JSONOutput()
        out.object { document in
            document.key("openapi")
            document.string("3.1.0")
            document.key("info")
            document.raw(
                """
                {"title":"Magma Clearing","version":"\(version)","description":"What was settled of EV \
                roaming, month by month. Amounts are decimal strings in the currency of their row; times are \
                UTC. Lists come in pages with a Link to the next, or whole as NDJSON."}
                """)
            document.key("paths")
            document.object { paths in
                for path in Set(routes.map(\.path)).sorted() {
                    paths.key(path)
                    paths.object { item in
                        for route in routes where route.path == path {
                            item.key(route.method.rawValue.lowercased())
                            write(route, to: &item)
                        }
                    }
                }
            }
            document.key("components")
            document.raw(components)
        }
        return out.bytes
    }

    private static func write(_ route: Route, to out: inout JSONOutput) {
        out.object { operation in
            operation.key("operationId")
            operation.string("\(route.method.rawValue.lowercased())_\(route.name)")
            operation.key("tags")
            operation.strings([route.group])
            operation.key("summary")
            operation.string(route.summary)
            operation.key("security")
            operation.array { list in
                guard let scope = route.scope else { return }
                list.raw(#"{"oauth":["\#(scope.rawValue)"]}"#)
                list.raw(#"{"key":[]}"#)
            }
            operation.key("parameters")
            operation.array { list in
                for parameter in route.parameters { write(parameter, to: &list) }
            }
            if let body = route.body {
                operation.key("requestBody")
                operation.raw(
                    """
                    {"required":true,"content":{"\(body.mediaType)":{"schema":\(body.schema),\
                    "example":\(example(body))}}}
                    """)
            }
            operation.key("responses")
            responses(of: route, to: &operation)
        }
    }

    /// An example that is no JSON stands there as a string.
    private static func example(_ body: Route.Body) -> String {
        guard body.mediaType != "application/json" else { return body.example }
        return #"{"grant_type":"client_credentials","scope":"settlement:read"}"#
    }

    private static func write(_ parameter: Route.Parameter, to out: inout JSONOutput) {
        out.object { item in
            item.key("name")
            item.string(parameter.name)
            item.key("in")
            item.string(parameter.place.rawValue)
            item.key("required")
            item.bool(parameter.place == .path)
            item.key("description")
            item.string(parameter.meaning)
            item.key("schema")
            item.raw(parameter.type.schema)
            guard !parameter.example.isEmpty else { return }
            item.key("example")
            if let number = Int64(parameter.example), parameter.type != .number {
                item.integer(number)
            } else {
                item.string(parameter.example)
            }
        }
    }

    private static func responses(of route: Route, to out: inout JSONOutput) {
        out.object { list in
            list.key("200")
            list.object { response in
                response.key("description")
                response.string(route.summary)
                response.key("headers")
                headers(of: route, to: &response)
                response.key("content")
                response.object { contents in
                    for content in route.contents {
                        contents.key(content.mediaType)
                        contents.object { item in
                            item.key("schema")
                            item.raw(content.schema)
                            guard let example = content.example else { return }
                            item.key("example")
                            item.raw(example)
                        }
                    }
                }
            }
            for status in route.allStatuses where status != 200 {
                list.key("\(status)")
                guard status != 304 else {
                    list.raw(#"{"description":"As it was when you last asked."}"#)
                    continue
                }
                list.raw(
                    route.name == "oauth_token" && [400, 401].contains(status)
                        ? ##"{"$ref":"#/components/responses/OAuthRefusal"}"##
                        : ##"{"$ref":"#/components/responses/Problem"}"##)
            }
        }
    }

    /// Of a good answer.
    private static func headers(of route: Route, to out: inout JSONOutput) {
        var names = ["X-Request-ID"]
        if route.scope != nil { names += ["RateLimit", "RateLimit-Policy"] }
        if route.method == .get { names.append("ETag") }
        if route.parameters.contains(where: { $0.name == "cursor" }) { names.append("Link") }
        out.object { list in
            for name in names {
                list.key(name)
                list.raw(#"{"schema":{"type":"string"}}"#)
            }
        }
    }

    private static let components = """
        {"schemas":{\(Schema.named.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))},\
        "securitySchemes":{"oauth":{"type":"oauth2","flows":{"clientCredentials":{\
        "tokenUrl":"/oauth/token","scopes":{\
        \(Scope.allCases.map { "\"\($0.rawValue)\":\"\($0.meaning)\"" }.joined(separator: ","))}}}},\
        "key":{"type":"apiKey","in":"header","name":"X-API-Key"}},\
        "responses":{"Problem":{"description":"Refused.","content":{"application/problem+json":{\
        "schema":\(Schema.problem),"example":{"type":"/problems/bad-parameter",\
        "title":"A parameter cannot be read","status":400,\
        "detail":"month: expected a month like 2026-10.","pointer":"/query/month",\
        "request_id":"4fJ0a_yQ3mW2xk9P"}}}},\
        "OAuthRefusal":{"description":"Refused (RFC 6749, 5.2).","content":{"application/json":{\
        "schema":\(Schema.oauthError),"example":{"error":"invalid_client",\
        "error_description":"The client or its secret is not known."}}}}}}
        """
}

extension Route {
    /// Every status it may give, in order.
    package var allStatuses: [Int] {
        var all: Set = [200, 400, 500, 503]
        all.formUnion(statuses)
        if method == .get { all.insert(304) }
        if access != .open { all.formUnion([401, 403, 429]) }
        return all.sorted()
    }
}
