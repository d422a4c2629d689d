import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Roaming

/// One HTTP answer, whole.
package struct HubAnswer: Sendable {
    /// What was asked in the end, after redirects.
    package let address: WebAddress
    package let status: Int
    package let page: PageHead
    package let location: String?
    package let retryAfter: String?
    /// Unpacked.
    package let body: [UInt8]
    /// Sent as `X-Request-ID` and `X-Correlation-ID`: evidence of who asked what, when.
    package let requestID: String
    package let correlationID: String
    let isHTTP2: Bool

    /// Why the answer is no success by HTTP's own account; nil when it is one.
    /// - Parameter now: what a date in `Retry-After` is counted from.
    func fault(now: Instant) -> HubFault? {
        switch status {
        case 200...299: return nil
        case 401, 403:
            return HubFault(.tokenRefused, "\(address) answered \(status): it refuses our token")
        case 408, 425, 429, 500...599:
            return HubFault(
                .httpStatus, "\(address) answered \(status)", mayPass: true,
                pauseSeconds: retryAfter.flatMap { RetryAfter.seconds($0, now: now) })
        default: return HubFault(.httpStatus, "\(address) answered \(status)")
        }
    }
}

/// One request over the wire.
struct HubRequest: Sendable {
    var method: HTTPMethod
    var address: WebAddress
    var token: String
    var encoding: Authorization.Encoding
    var body: [UInt8]?
    var requestID: String
    var correlationID: String
    /// Whose message it is, where a hub passes on what others say.
    var routing: [(name: String, value: String)] = []

    func send(by http: HTTPClient, timeoutSeconds: Int, bodyBytes: Int) async throws -> HubAnswer {
        var request = HTTPClientRequest(url: address.description)
        request.method = method
        request.headers.add(
            name: "Authorization", value: Authorization.header(token, encoding))
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Accept-Encoding", value: "gzip")
        request.headers.add(name: "User-Agent", value: "magma-clearing")
        request.headers.add(name: "X-Request-ID", value: requestID)
        request.headers.add(name: "X-Correlation-ID", value: correlationID)
        for (name, value) in routing { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await http.execute(request, timeout: .seconds(Int64(timeoutSeconds)))
        let bytes = try await response.body.collect(upTo: bodyBytes)
        let headers = response.headers
        return HubAnswer(
            address: address, status: Int(response.status.code),
            page: PageHead(
                link: headers["Link"].isEmpty ? nil : headers["Link"].joined(separator: ", "),
                total: headers.first(name: "X-Total-Count"),
                limit: headers.first(name: "X-Limit")),
            location: headers.first(name: "Location"),
            retryAfter: headers.first(name: "Retry-After"), body: Array(buffer: bytes),
            requestID: requestID, correlationID: correlationID,
            isHTTP2: response.version == .http2)
    }
}
