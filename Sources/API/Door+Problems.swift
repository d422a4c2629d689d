import HTTPTypes
import Hummingbird
import NIOCore
import Store

extension Door {
    /// What an error means to the one who asked. What only we can mend goes to the log, not out.
    func problem(_ error: any Error, _ requestID: String) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as PoolError:
            return Self.unavailable(
                error == .busy
                    ? "All connections to the database are in use."
                    : "The database does not answer.")
        case let error as StoreError where error.isLoss:
            return Self.unavailable("The database does not answer.")
        case let error as StoreError where error.kind == .schema:
            around.log(LogLine.fault(at: around.clock(), id: requestID, "\(error)"))
            return Self.unavailable("The database is of another version of the program.")
        case let error as StoreError where error.sqlState == "57014":
            return Self.unavailable("The database took too long; ask for less.")
        default:
            around.log(LogLine.fault(at: around.clock(), id: requestID, "\(error)"))
            return Problem(
                .bug, "It was written down under the number of this request; nothing was changed.")
        }
    }

    private static func unavailable(_ detail: String) -> Problem {
        var problem = Problem(.unavailable, detail)
        problem.headers[.retryAfter] = "2"
        return problem
    }

    func refusal(_ problem: Problem, _ request: Request, _ requestID: String) -> Response {
        var headers = problem.headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        // What is still on its way of a body that was refused is not waited for.
        if [.tooLarge, .tooSlow].contains(problem.kind) { headers[.connection] = "close" }
        return Response(
            status: problem.kind.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: problem.json(request: requestID))))
    }

    func refusal(_ refusal: OAuthRefusal) -> Response {
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if refusal.status == .unauthorized {
            headers[.wwwAuthenticate] = "Basic realm=\"clearing\""
        }
        return Response(
            status: refusal.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: refusal.json)))
    }

    /// OPTIONS: what may be done here, and whether a page of another origin may (CORS).
    func preflight(_ request: Request, methods: String) -> Response {
        let requestID = Self.requestID(request, around)
        var response = Response(status: .noContent, headers: [.allow: methods])
        if let origin = request.headers[.origin], origins.contains("*") || origins.contains(origin)
        {
            response.headers[.accessControlAllowMethods] = methods
            response.headers[.accessControlAllowHeaders] =
                "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-API-Key, X-Request-ID"
            response.headers[.accessControlMaxAge] = "600"
        }
        dress(&response, request, requestID)
        return response
    }

    /// For what no route of ours answers.
    func refuse(_ problem: Problem, _ request: Request) -> Response {
        let requestID = Self.requestID(request, around)
        var response = refusal(problem, request, requestID)
        dress(&response, request, requestID)
        metrics.count("none", status: response.status.code, nanoseconds: 0)
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// The client's own, where it is harmless, else a new one.
    static func requestID(_ request: Request, _ around: Surroundings) -> String {
        if let given = request.headers[.requestID], (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy({
                (48...57).contains($0) || (97...122).contains($0 | 32) || [45, 46, 95].contains($0)
            })
        {
            return given
        }
        return Base64URL.encode(around.unguessable(12))
    }
}

extension HTTPField.Name {
    static let requestID = name("X-Request-ID")
    static let apiKey = name("X-API-Key")
    static let link = name("Link")
    static let frameOptions = name("X-Frame-Options")
    static let referrerPolicy = name("Referrer-Policy")
    static let rateLimit = name("RateLimit")
    static let rateLimitPolicy = name("RateLimit-Policy")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else {
            preconditionFailure("letters and hyphens are the name of a field")
        }
        return name
    }
}
