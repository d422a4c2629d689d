import HTTPTypes
package import Hummingbird
import Intake
import NIOCore
package import Roaming

/// OCPI over HTTP, asked of us: turns requests into calls and replies into responses. Whatever goes
/// wrong, the answer is an OCPI response. What a call means is somebody else's.
package struct OCPIRoutes: Sendable {
    /// Largest request body taken. A CDR with a period a minute for a week has 3 MB.
    package var bodyBytes = 4 << 20
    /// From the first byte of the body to its last; who drips slower is let go.
    package var bodySeconds = 30
    private let clock: @Sendable () -> Instant
    private let admits: @Sendable (_ authorization: String?) async -> Bool
    private let answer: @Sendable (OCPICall) async -> OCPIReply

    /// - Parameter admits: whether an Authorization header opens anything; asked before a byte of the
    ///   body is read, so that a stranger takes no memory.
    package init(
        clock: @escaping @Sendable () -> Instant,
        admits: @escaping @Sendable (_ authorization: String?) async -> Bool,
        answer: @escaping @Sendable (OCPICall) async -> OCPIReply
    ) {
        self.clock = clock
        self.admits = admits
        self.answer = answer
    }

    /// Everything below `/ocpi`, whatever the method.
    package func add<Context: RequestContext>(to router: Router<Context>) {
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            router.on("ocpi", method: method) { request, _ in await respond(to: request) }
            router.on("ocpi/**", method: method) { request, _ in await respond(to: request) }
        }
    }

    private func respond(to request: Request) async -> Response {
        func header(_ name: String) -> String? {
            HTTPField.Name(name).flatMap { request.headers[$0] }
        }
        let reply: OCPIReply
        do throws(BodyFault) {
            guard await admits(request.headers[.authorization]) else { throw .stranger }
            let body = try await body(of: request)
            guard let (path, query) = Self.target(request.uri.path, request.uri.query ?? "") else {
                throw .unreadable("the address is no address")
            }
            reply = await answer(
                OCPICall(
                    method: request.method.rawValue, path: path, query: query,
                    authorization: request.headers[.authorization],
                    requestID: header("X-Request-ID").map(Self.bounded),
                    correlationID: header("X-Correlation-ID").map(Self.bounded),
                    routing: Routing(request.headers), body: body))
        } catch {
            reply = error.reply
        }
        return response(reply, to: request, header)
    }

    private func response(
        _ reply: OCPIReply, to request: Request, _ header: (String) -> String?
    ) -> Response {
        var fields = HTTPFields()
        fields[.contentType] = "application/json"
        func set(_ name: String, _ value: String?) {
            guard let value, let name = HTTPField.Name(name) else { return }
            fields[name] = value
        }
        for name in ["X-Request-ID", "X-Correlation-ID"] { set(name, header(name)) }
        // The answer goes back the way the question came.
        set("OCPI-from-country-code", header("OCPI-to-country-code"))
        set("OCPI-from-party-id", header("OCPI-to-party-id"))
        set("OCPI-to-country-code", header("OCPI-from-country-code"))
        set("OCPI-to-party-id", header("OCPI-from-party-id"))
        for field in reply.headers { set(field.name, field.value) }
        return Response(
            status: .init(code: reply.status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body(at: clock()))))
    }

    /// Why a body is not looked at.
    private enum BodyFault: Error {
        case tooLarge(Int)
        case tooSlow(Int)
        case packed
        case damaged
        case unreadable(String)
        case stranger

        var reply: OCPIReply {
            var reply: OCPIReply
            switch self {
            case .tooLarge(let bytes):
                reply = .refused(2001, "the body has more than \(bytes) bytes", status: 413)
            case .tooSlow(let seconds):
                reply = .refused(2001, "the body did not arrive in \(seconds) s", status: 408)
            case .packed:
                reply = .refused(2001, "bodies are taken plain or as gzip", status: 415)
                reply.headers.append(.init("Accept-Encoding", "gzip"))
            case .damaged: reply = .refused(2001, "the body is no gzip, or damaged", status: 400)
            case .unreadable(let why): reply = .refused(2001, why, status: 400)
            case .stranger: reply = .unauthorized
            }
            // What was not read must not be taken for the next request.
            reply.headers.append(.init("Connection", "close"))
            return reply
        }
    }

    private func body(of request: Request) async throws(BodyFault) -> [UInt8] {
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard ["identity", "gzip", "x-gzip"].contains(coding) else { throw .packed }
        let body = try await received(request)
        guard coding != "identity", !body.isEmpty else { return body }
        // As long unpacked as plain: what is small on the wire may be endless.
        do throws(GunzipFault) { return try gunzip(body, most: bodyBytes) } catch {
            throw error == .tooLong ? .tooLarge(bodyBytes) : .damaged
        }
    }

    /// As it came over the wire.
    private func received(_ request: Request) async throws(BodyFault) -> [UInt8] {
        if let told = request.headers[.contentLength].flatMap({ Int($0) }), told > bodyBytes {
            throw .tooLarge(bodyBytes)
        }
        let (limit, seconds) = (bodyBytes, bodySeconds)
        do {
            return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
                defer { group.cancelAll() }
                group.addTask { Array(buffer: try await request.body.collect(upTo: limit)) }
                group.addTask {
                    try await Task.sleep(for: .seconds(seconds))
                    return nil
                }
                guard let first = try await group.next(), let body = first else {
                    throw BodyFault.tooSlow(seconds)
                }
                return body
            }
        } catch let fault as BodyFault {
            throw fault
        } catch is NIOTooManyBytesError {
            throw .tooLarge(limit)
        } catch {
            throw .unreadable("the body broke off")
        }
    }

    /// Ids of a request are kept as evidence, as long as they are ids.
    private static func bounded(_ text: String) -> String { String(text.prefix(255)) }

    /// Path below `/ocpi` and parameters of a request's target; nil when an escape is none.
    static func target(
        _ text: String, _ parameters: String
    ) -> (path: [String], query: [String: String])? {
        var path: [String] = []
        for part in text.split(separator: "/") {
            guard let step = Percent.decoded(part) else { return nil }
            path.append(step)
        }
        guard path.first == "ocpi" else { return nil }
        var query: [String: String] = [:]
        for pair in parameters.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = sides.first.flatMap({ Percent.decoded($0) }),
                let value = Percent.decoded(sides.count > 1 ? sides[1] : "")
            else { return nil }
            if query[name] == nil { query[name] = value }
        }
        return (Array(path.dropFirst()), query)
    }
}

extension Routing {
    init(_ fields: HTTPFields) {
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
        self.init(
            toCountry: header("OCPI-to-country-code"), toParty: header("OCPI-to-party-id"),
            fromCountry: header("OCPI-from-country-code"),
            fromParty: header("OCPI-from-party-id"))
    }
}

/// Escapes of addresses (RFC 3986 §2.1).
enum Percent {
    /// Nil for a broken escape, for U+0000 and for what is no UTF-8.
    static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit),
                let low = rest.popFirst().flatMap(digit), high | low != 0
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
