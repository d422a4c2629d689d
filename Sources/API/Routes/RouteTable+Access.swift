import HTTPTypes
import Roaming
import Store

extension RouteTable {
    /// OAuth 2.0: client credentials for an access token (RFC 6749 §4.4), and the keys to check it by.
    var ofAccess: [Route] {
        [
            Route(
                method: .post, path: "/oauth/token", name: "oauth_token", group: "Access",
                summary: "An access token for client credentials.", access: .open,
                body: Route.Body(
                    mediaType: "application/x-www-form-urlencoded",
                    schema: """
                        {"type":"object","required":["grant_type"],"properties":{\
                        "grant_type":{"type":"string","enum":["client_credentials"]},\
                        "scope":{"type":"string"},"client_id":{"type":"string"},\
                        "client_secret":{"type":"string"}}}
                        """,
                    example: "grant_type=client_credentials", limit: 8192),
                contents: [
                    Route.Content(
                        mediaType: Self.json, schema: Schema.token, example: Examples.token)
                ],
                statuses: [401, 406, 408, 413, 415, 429], handle: { call in try await token(call) }),
            Route(
                method: .get, path: "/.well-known/jwks.json", name: "jwks", group: "Access",
                summary: "The keys that access tokens are signed by (RFC 7517).", access: .open,
                contents: [
                    Route.Content(
                        mediaType: Self.json,
                        schema: Schema.keys,
                        example: Examples.keys)
                ],
                statuses: [406],
                handle: { _ in
                    .bytes(
                        tokens.keySet, type: Self.json,
                        headers: [.cacheControl: "public, max-age=60"])
                }),
        ]
    }

    private func token(_ call: Call) async throws -> Answer {
        let form = try form(call)
        let (name, secret) = try credentials(form, call)
        guard form["grant_type"] == "client_credentials" else {
            throw OAuthRefusal(
                form["grant_type"] == nil ? "invalid_request" : "unsupported_grant_type",
                "grant_type has to be client_credentials.")
        }
        let now = around.clock()
        guard let principal = try await clients.principal(of: name, secret: secret, now: now) else {
            throw OAuthRefusal("invalid_client", "The client or its secret is not known.")
        }
        var scopes = principal.scopes
        if let wanted = form["scope"], !wanted.isEmpty {
            scopes = []
            for word in wanted.split(separator: " ") {
                guard let scope = Scope(rawValue: "\(word)"), principal.scopes.contains(scope)
                else {
                    throw OAuthRefusal("invalid_scope", "The client does not have every scope.")
                }
                scopes.insert(scope)
            }
        }
        let id = Base64URL.encode(around.unguessable(12))
        guard let token = try await tokens.issue(to: principal, scopes: scopes, id: id, now: now)
        else { throw Problem(.unavailable, "There is no key to sign tokens by.") }
        var out = JSONOutput()
        out.object { answer in
            answer.key("access_token")
            answer.string(token)
            answer.key("token_type")
            answer.string("Bearer")
            answer.key("expires_in")
            answer.integer(tokens.lifetime)
            answer.key("scope")
            answer.string(scopes.map(\.rawValue).sorted().joined(separator: " "))
        }
        return .bytes(out.bytes, type: Self.json, headers: [.cacheControl: "no-store"])
    }

    private func form(_ call: Call) throws -> [String: String] {
        guard let text = String(validating: call.body, as: UTF8.self), let items = queryItems(text)
        else { throw OAuthRefusal("invalid_request", "The body is not form-encoded.") }
        var form: [String: String] = [:]
        for (name, value) in items {
            guard form.updateValue(value, forKey: name) == nil else {
                throw OAuthRefusal("invalid_request", "A parameter stands there twice.")
            }
        }
        return form
    }

    /// By `Authorization: Basic` (RFC 6749 §2.3.1) or in the body, not both.
    private func credentials(
        _ form: [String: String], _ call: Call
    ) throws -> (name: String, secret: String) {
        if let header = call.headers[.authorization] {
            let words = header.split(separator: " ")
            guard form["client_secret"] == nil, words.count == 2, words[0].lowercased() == "basic",
                let bytes = Base64URL.decode(words[1]),
                let text = String(validating: bytes, as: UTF8.self)
            else { throw OAuthRefusal("invalid_client", "The credentials cannot be read.") }
            let pair = text.split(separator: ":", maxSplits: 1)
            guard pair.count == 2, let name = percentDecoded(pair[0], plusIsSpace: true),
                let secret = percentDecoded(pair[1], plusIsSpace: true)
            else { throw OAuthRefusal("invalid_client", "The credentials cannot be read.") }
            return (name, secret)
        }
        guard let name = form["client_id"], let secret = form["client_secret"] else {
            throw OAuthRefusal("invalid_client", "Send the client's id and secret.")
        }
        return (name, secret)
    }
}

/// A refusal in the words of OAuth (RFC 6749 §5.2).
struct OAuthRefusal: Error, Sendable {
    let code: String
    let text: String

    init(_ code: String, _ text: String) {
        self.code = code
        self.text = text
    }

    var status: HTTPResponse.Status { code == "invalid_client" ? .unauthorized : .badRequest }

    var json: [UInt8] {
        var out = JSONOutput()
        out.object { answer in
            answer.key("error")
            answer.string(code)
            answer.key("error_description")
            answer.string(text)
        }
        return out.bytes
    }
}
