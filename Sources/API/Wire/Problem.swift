import HTTPTypes
import NIOCore

/// Why a request was refused (RFC 9457), in the words of `application/problem+json`.
struct Problem: Error, Sendable {
    /// Names what went wrong for programs; the last part of `type`.
    enum Kind: String, Sendable, CaseIterable {
        case unknownParameter = "unknown-parameter"
        case notIndexed = "not-indexed"
        case badParameter = "bad-parameter"
        case badBody = "bad-body"
        case tooLarge = "too-large"
        case tooSlow = "too-slow"
        case unsupportedMedia = "unsupported-media-type"
        case notAcceptable = "not-acceptable"
        case unauthorized = "unauthorized"
        case forbidden = "forbidden"
        case notFound = "not-found"
        case notAllowed = "method-not-allowed"
        case outdated = "cursor-outdated"
        case conflict = "conflict"
        case keyReused = "idempotency-key-reused"
        case tooMany = "too-many-requests"
        case unavailable = "unavailable"
        case bug = "internal-error"
    }

    let kind: Kind
    let detail: String
    /// JSON Pointer to what is wrong: `/query/month`, `/path/id`, `/body/cdr`.
    var pointer: String?
    var headers = HTTPFields()

    init(_ kind: Kind, _ detail: String, at pointer: String? = nil) {
        self.kind = kind
        self.detail = detail
        self.pointer = pointer
    }

    func json(request id: String) -> [UInt8] {
        var out = JSONOutput()
        out.object { problem in
            problem.key("type")
            problem.string("/problems/\(kind.rawValue)")
            problem.key("title")
            problem.string(kind.title)
            problem.key("status")
            problem.integer(Int64(kind.status.code))
            problem.key("detail")
            problem.string(detail)
            if let pointer {
                problem.key("pointer")
                problem.string(pointer)
            }
            problem.key("request_id")
            problem.string(id)
        }
        return out.bytes
    }
}

extension Problem.Kind {
    var status: HTTPResponse.Status {
        switch self {
        case .unknownParameter, .notIndexed, .badParameter, .badBody: .badRequest
        case .tooLarge: .contentTooLarge
        case .tooSlow: .requestTimeout
        case .unsupportedMedia: .unsupportedMediaType
        case .notAcceptable: .notAcceptable
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .notAllowed: .methodNotAllowed
        case .outdated: .gone
        case .conflict: .conflict
        case .keyReused: .unprocessableContent
        case .tooMany: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .bug: .internalServerError
        }
    }

    var title: String {
        switch self {
        case .unknownParameter: "This parameter does not exist"
        case .notIndexed: "Rows cannot be looked up by this column"
        case .badParameter: "A parameter cannot be read"
        case .badBody: "The body cannot be read"
        case .tooLarge: "The body is too large"
        case .tooSlow: "The body took too long"
        case .unsupportedMedia: "The body has another media type than is read here"
        case .notAcceptable: "There is no such representation"
        case .unauthorized: "Nobody known is asking"
        case .forbidden: "The one who asks may not do this"
        case .notFound: "There is nothing here"
        case .notAllowed: "This cannot be done here"
        case .outdated: "The list has been replaced"
        case .conflict: "The same is being done already"
        case .keyReused: "The key was used for another request"
        case .tooMany: "Too many requests"
        case .unavailable: "The service is not available at the moment"
        case .bug: "Something is wrong on our side"
        }
    }
}
