import HTTPTypes
import Hummingbird
import NIOCore
import Roaming
import Store

extension Door {
    /// `X-API-Key: client.secret`, or `Authorization: Bearer` with an access token (RFC 6750).
    func authenticate(_ request: Request, now: Instant) async throws -> Principal {
        guard clients.isLoaded else { throw PoolError.gone }
        let keys = request.headers[values: .apiKey]
        let authorizations = request.headers[values: .authorization]
        guard keys.count + authorizations.count == 1 else {
            throw Self.unauthorized(
                "Send X-API-Key or Authorization: Bearer, one of them and once.", code: nil)
        }
        if let key = keys.first {
            let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2, key.utf8.count <= 200,
                let principal = try await clients.principal(
                    of: parts[0], secret: parts[1], now: now)
            else { throw Self.unauthorized("The API key is not known.", code: nil) }
            return principal
        }
        let words = authorizations[0].split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer", words[1].utf8.count <= 4096
        else {
            throw Self.unauthorized("Only Bearer tokens are taken here.", code: "invalid_request")
        }
        guard let claims = await tokens.claims(of: String(words[1]), now: now),
            let client = clients.principal(of: claims.sub, now: now)
        else {
            throw Self.unauthorized(
                "The access token is not one of ours, or is over.", code: "invalid_token")
        }
        let granted = Set(
            claims.scope.split(separator: " ").compactMap { Scope(rawValue: "\($0)") })
        return Principal(
            client: client.client, scopes: granted.intersection(client.scopes),
            reach: client.reach)
    }

    private static func unauthorized(_ detail: String, code: String?) -> Problem {
        var problem = Problem(.unauthorized, detail)
        let error = code.map { ", error=\"\($0)\"" } ?? ""
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"clearing\"\(error)"
        return problem
    }

    func permit(_ principal: Principal, _ route: Route) throws {
        guard let scope = route.scope else { return }
        guard principal.scopes.contains(scope) else {
            var problem = Problem(.forbidden, "This needs the scope \(scope.rawValue).")
            problem.headers[.wwwAuthenticate] =
                "Bearer realm=\"clearing\", error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""
            throw problem
        }
        if case .whole = route.access, principal.reach != .all {
            throw Problem(.forbidden, "This is for clients that may see everything.")
        }
    }

    /// Checks path, query, headers and body against what the route says of them.
    func call(
        _ route: Route, _ request: Request, _ requestID: String, _ principal: Principal?
    ) async throws -> Call {
        var values = try pathValues(route, request)
        var target = request.uri.path
        guard let items = queryItems(request.uri.query ?? "") else {
            throw Problem(.badParameter, "The query is not percent-encoded UTF-8.", at: "/query")
        }
        for (name, value) in items {
            try check(name, value, route, isRepeated: values[name] != nil)
            values[name] = value
            guard name != "cursor" else { continue }
            let sign = target.contains("?") ? "&" : "?"
            target += "\(sign)\(percentEncoded(name))=\(percentEncoded(value))"
        }
        for parameter in route.parameters where parameter.place == .header {
            guard let name = HTTPField.Name(parameter.name), let value = request.headers[name]
            else {
                continue
            }
            if let complaint = parameter.type.complaint(about: value) {
                throw Problem(
                    .badParameter, "\(parameter.name): \(complaint).",
                    at: "/header/\(parameter.name)")
            }
            values[parameter.name] = value
        }
        guard
            let mediaType = preferred(
                route.contents.map(\.mediaType), accept: request.headers[.accept])
        else {
            let offered = route.contents.map(\.mediaType).joined(separator: ", ")
            throw Problem(.notAcceptable, "There are: \(offered).", at: "/header/Accept")
        }
        return Call(
            route: route, requestID: requestID, principal: principal, values: values,
            target: target, headers: request.headers, body: try await body(route, request),
            mediaType: mediaType)
    }

    private func pathValues(_ route: Route, _ request: Request) throws -> [String: String] {
        let wanted = route.path.split(separator: "/")
        let given = request.uri.path.split(separator: "/")
        var values: [String: String] = [:]
        for (part, text) in zip(wanted, given) where part.hasPrefix("{") {
            let name = String(part.dropFirst().dropLast())
            guard let parameter = route.parameters.first(where: { $0.name == name }) else {
                continue
            }
            guard let value = percentDecoded(text), parameter.type.complaint(about: value) == nil
            else {
                throw Problem(.notFound, "Nothing has such an id.", at: "/path/\(name)")
            }
            values[name] = value
        }
        return values
    }

    private func check(
        _ name: String, _ value: String, _ route: Route, isRepeated: Bool
    ) throws {
        let pointer = "/query/\(percentEncoded(name))"
        guard
            let parameter = route.parameters.first(where: { $0.name == name && $0.place == .query })
        else {
            if route.unindexed.contains(name) {
                throw Problem(
                    .notIndexed, "Rows are not looked up by \(name): it has no index.",
                    at: pointer)
            }
            let known = route.parameters.filter { $0.place == .query }.map(\.name)
            throw Problem(
                .unknownParameter,
                known.isEmpty
                    ? "This takes no parameters." : "There are: \(known.joined(separator: ", ")).",
                at: pointer)
        }
        guard !isRepeated else {
            throw Problem(.badParameter, "\(name) stands here twice.", at: pointer)
        }
        if let complaint = parameter.type.complaint(about: value) {
            throw Self.unsorted(by: value, parameter.type, route, pointer)
                ?? Problem(.badParameter, "\(name): \(complaint).", at: pointer)
        }
    }

    /// A column that is there and that nothing is sorted by is named; anything else is no column.
    private static func unsorted(
        by value: String, _ type: ValueType, _ route: Route, _ pointer: String
    ) -> Problem? {
        guard case .sort(let words) = type else { return nil }
        let name = value.hasPrefix("-") ? String(value.dropFirst()) : value
        guard route.columns.contains(name) else { return nil }
        return Problem(
            .notIndexed,
            "Rows are not sorted by \(name): it has no index. There are:"
                + " \(words.joined(separator: ", ")).", at: pointer)
    }

    private func body(_ route: Route, _ request: Request) async throws -> [UInt8] {
        guard let wanted = route.body else { return [] }
        let type = request.headers[.contentType]?.split(separator: ";").first
        guard type.map({ $0.lowercased().filter { $0 != " " } }) == wanted.mediaType else {
            throw Problem(
                .unsupportedMedia, "The body has to be \(wanted.mediaType).",
                at: "/header/Content-Type")
        }
        let tooLarge = Problem(
            .tooLarge, "The body may have \(wanted.limit) bytes.", at: "/body")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > wanted.limit
        {
            throw tooLarge
        }
        let (body, patience) = (request.body, limits.bodyMilliseconds)
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                do {
                    let buffer = try await body.collect(upTo: wanted.limit)
                    return Array(buffer.readableBytesView)
                } catch is NIOTooManyBytesError {
                    throw tooLarge
                }
            }
            group.addTask {
                try await Task.sleep(for: .milliseconds(patience))
                throw Problem(
                    .tooSlow, "The body has to be here within \(patience) ms.", at: "/body")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }
}
