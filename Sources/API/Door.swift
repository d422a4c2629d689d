import HTTPTypes
import Hashing
import Hummingbird
import NIOCore
import Roaming
import Store

/// What every request goes through: who asks, may they, is it well put, and how the answer leaves.
struct Door: Sendable {
    struct Limits: Sendable {
        /// How long the body of a request may take to come.
        var bodyMilliseconds = 10_000
    }

    let around: Surroundings
    let pool: ConnectionPool
    let clients: ClientBook
    let tokens: TokenDesk
    let rates: RateBook
    let metrics: Metrics
    /// Web pages of these origins may ask; `*` for any.
    let origins: [String]
    /// Answers go out over TLS.
    let isEncrypted: Bool
    var limits = Limits()

    func answer(_ route: Route, _ request: Request, isHead: Bool) async -> Response {
        let begun = around.uptime()
        let requestID = Self.requestID(request, around)
        var client: String?
        var response: Response
        do {
            response = try await answered(route, request, requestID, &client)
        } catch let refused as OAuthRefusal {
            response = refusal(refused)
        } catch {
            response = refusal(problem(error, requestID), request, requestID)
        }
        dress(&response, request, requestID)
        if isHead { response = response.createHeadResponse() }
        let nanoseconds = around.uptime() - begun
        metrics.count(route.title, status: response.status.code, nanoseconds: nanoseconds)
        around.log(
            LogLine.request(
                at: around.clock(), id: requestID, client: client, route: route.title,
                status: response.status.code, microseconds: nanoseconds / 1000))
        return response
    }

    private func answered(
        _ route: Route, _ request: Request, _ requestID: String, _ client: inout String?
    ) async throws -> Response {
        let now = around.clock()
        var principal: Principal?
        var standing: RateBook.Standing?
        if route.access != .open {
            let known = try await authenticate(request, now: now)
            (principal, client) = (known, known.client)
            let count = try await rates.take(known.client, now: now)
            standing = count
            guard count.isAllowed else { throw tooMany(count) }
            try permit(known, route)
        }
        do {
            let call = try await call(route, request, requestID, principal)
            if route.showsPersonalData, call.personalData == .shown {
                try await note(call, now: now)
            }
            var response = try await respond(try await route.handle(call), call)
            if let standing { announce(standing, in: &response.headers) }
            return response
        } catch {
            guard let standing else { throw error }
            var problem = problem(error, requestID)
            announce(standing, in: &problem.headers)
            throw problem
        }
    }

    /// Before personal data goes out, it is written down who gets it.
    private func note(_ call: Call, now: Instant) async throws {
        guard let client = call.principal?.client else { return }
        let (route, target, id) = (call.route.title, call.target, call.requestID)
        try await pool.read {
            try $0.noteReading(at: now, by: client, request: id, route: route, subject: target)
        }
    }

    private func respond(_ answer: Answer, _ call: Call) async throws -> Response {
        let isPacked = takesGzip(call.headers[.acceptEncoding])
        switch answer {
        case .bytes(let bytes, let type, var headers):
            headers[.contentType] = type
            if call.route.method == .get {
                // Weak: the same content, packed or not.
                let tag = "W/\"\(digest(of: bytes).description.prefix(32))\""
                headers[.eTag] = tag
                if Self.matches(call.headers[.ifNoneMatch], tag) {
                    return Response(status: .notModified, headers: headers)
                }
            }
            guard isPacked, bytes.count >= 1000, !type.contains("zip") else {
                return Response(
                    status: .ok, headers: headers,
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            }
            headers[.contentEncoding] = "gzip"
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: Gzip.pack(bytes))))
        case .stream(let type, let write):
            var headers: HTTPFields = [.contentType: type]
            if isPacked { headers[.contentEncoding] = "gzip" }
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody { writer in
                    let sink = Sink(writer, isPacked: isPacked)
                    try await write(sink)
                    try await sink.finish()
                })
        }
    }

    /// RFC 9110 §13.1.2, by weak comparison.
    private static func matches(_ ifNoneMatch: String?, _ tag: String) -> Bool {
        guard let ifNoneMatch else { return false }
        return ifNoneMatch.split(separator: ",").contains { part in
            let given = String(part.drop { $0 == " " })
            return given == "*" || given == tag || "W/" + given == tag
        }
    }

    /// What every answer carries.
    func dress(_ response: inout Response, _ request: Request, _ requestID: String) {
        response.headers[.requestID] = requestID
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.frameOptions] = "DENY"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.contentSecurityPolicy] =
            response.headers[.contentSecurityPolicy] ?? "default-src 'none'; frame-ancestors 'none'"
        if !response.headers.contains(.cacheControl) {
            response.headers[.cacheControl] = "private, no-cache"
        }
        response.headers[.vary] = "Accept, Accept-Encoding, Authorization, Origin, X-API-Key"
        if isEncrypted {
            response.headers[.strictTransportSecurity] = "max-age=31536000"
        }
        guard let origin = request.headers[.origin],
            origins.contains("*") || origins.contains(origin)
        else { return }
        response.headers[.accessControlAllowOrigin] = origins.contains("*") ? "*" : origin
        response.headers[.accessControlExposeHeaders] =
            "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"
    }

    private func announce(_ standing: RateBook.Standing, in headers: inout HTTPFields) {
        headers[.rateLimitPolicy] = "\"minute\";q=\(rates.limit);w=60"
        headers[.rateLimit] = "\"minute\";r=\(standing.remaining);t=\(standing.reset)"
    }

    private func tooMany(_ standing: RateBook.Standing) -> Problem {
        var problem = Problem(
            .tooMany, "A client has \(rates.limit) requests a minute, over all instances.")
        problem.headers[.retryAfter] = "\(standing.reset)"
        announce(standing, in: &problem.headers)
        return problem
    }
}

/// Writes to the connection. @unchecked: the one task that writes the answer uses it.
private final class Sink: AnswerStream, @unchecked Sendable {
    private var writer: any ResponseBodyWriter
    private let gzip: Gzip?

    init(_ writer: any ResponseBodyWriter, isPacked: Bool) {
        self.writer = writer
        gzip = isPacked ? Gzip() : nil
    }

    func write(_ bytes: [UInt8]) async throws {
        let out = gzip?.add(bytes, isLast: false) ?? bytes
        guard !out.isEmpty else { return }
        try await writer.write(ByteBuffer(bytes: out))
    }

    func finish() async throws {
        if let gzip { try await writer.write(ByteBuffer(bytes: gzip.add([], isLast: true))) }
        try await writer.finish(nil)
    }
}
