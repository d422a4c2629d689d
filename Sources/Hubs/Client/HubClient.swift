import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
package import Roaming

/// One hub, asked carefully: only its own hosts, one request at a time and no faster than agreed, each
/// with a limit of time and size, again where a failure may pass.
///
/// A class, because it owns connections and counts its requests. One task uses it at a time.
package final class HubClient {
    package let rule: ConnectionRule
    /// Names this client's requests, and seeds its pauses.
    private let run: String
    private let clock: @Sendable () -> Instant
    private let http: HTTPClient
    private var requests = 0
    /// The last answer came over HTTP/2, which is spoken wherever the hub offers it.
    package private(set) var speaksHTTP2 = false
    /// Whoever signs the hub's certificate can be told.
    private let knowsAuthority: Bool
    private var pause: Task<Void, Never>?

    /// Redirects followed for one request.
    private static let redirects = 3
    /// The longest pause taken; a hub that asks for more is left for another day.
    private static let longestPauseSeconds = 120

    /// - Parameters:
    ///   - run: names the run in the ids of its requests; another for every start.
    ///   - clock: what a date in `Retry-After` is counted from.
    package init(_ rule: ConnectionRule, run: String, clock: @escaping @Sendable () -> Instant) {
        self.rule = rule
        self.run = run
        self.clock = clock
        var configuration = HTTPClient.Configuration()
        // Redirects are followed here, where the rule's hosts are known.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(Int64(min(10, rule.timeoutSeconds)))
        configuration.timeout.read = .seconds(Int64(rule.timeoutSeconds))
        // A hub that refuses a connection is asked again by our own patience, not by the pool's.
        configuration.connectionPool.retryConnectionEstablishment = false
        let tls = Self.tls(rule)
        configuration.tlsConfiguration = tls
        knowsAuthority = rule.certificateAuthority == nil || tls.trustRoots != .certificates([])
        configuration.decompression = .enabled(limit: .size(rule.bodyBytes))
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Certificates are checked, names too, and nothing older than TLS 1.2 is spoken.
    private static func tls(_ rule: ConnectionRule) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let path = rule.certificateAuthority {
            tls.trustRoots = .certificates((try? NIOSSLCertificate.fromPEMFile(path)) ?? [])
        }
        return tls
    }

    package func close() async { try? await http.shutdown() }

    /// Asks for something until it is there, and reads it by `read`, whose fault may pass like one of
    /// the line: an answer that breaks off or says 3xxx.
    package func get<Value>(
        _ address: WebAddress, token: String, about topic: String,
        _ read: (HubAnswer) throws(HubFault) -> Value
    ) async throws(HubFault) -> Value {
        try await untilItPasses(at: address) { () throws(HubFault) in
            let answer = try await followed(request(.GET, address, token: token, about: topic))
            if let fault = answer.fault(now: clock()) { throw fault }
            return try read(answer)
        }
    }

    /// Asks again, with longer and longer pauses, while what goes wrong may pass.
    func untilItPasses<Value>(
        at address: WebAddress, _ ask: () async throws(HubFault) -> Value
    ) async throws(HubFault) -> Value {
        var attempt = 1
        while true {
            do throws(HubFault) { return try await ask() } catch {
                guard error.mayPass, attempt < rule.attempts else { throw error }
                try await rest(after: error, attempt: attempt, at: address)
                attempt += 1
            }
        }
    }

    var now: Instant { clock() }

    /// Sends something once: whether a change arrived that nobody confirmed is not ours to guess.
    func send<Value>(
        _ method: HTTPMethod, _ address: WebAddress, token: String, body: [UInt8]?,
        _ read: (HubAnswer) throws(HubFault) -> Value
    ) async throws(HubFault) -> Value {
        var request = request(method, address, token: token, about: "credentials")
        request.body = body
        let answer = try await perform(request)
        if let fault = answer.fault(now: clock()) { throw fault }
        return try read(answer)
    }

    /// What a hub named as an address, if its rule lets us ask there.
    package func address(
        _ text: String, at place: WebAddress
    ) throws(HubFault) -> WebAddress {
        let shown = text.utf8.count > 200 ? text.prefix(200) + "…" : text[...]
        guard let address = place.resolving(text) else {
            throw HubFault(.addressRefused, "\(place) names ‘\(shown)’, which is no web address")
        }
        if let objection = rule.objection(to: address) {
            throw HubFault(.addressRefused, "\(place) names \(address), but \(objection)")
        }
        return address
    }

    func request(
        _ method: HTTPMethod, _ address: WebAddress, token: String, about topic: String
    ) -> HubRequest {
        requests += 1
        return HubRequest(
            method: method, address: address, token: token, encoding: rule.encoding, body: nil,
            requestID: Lot.identifier([run, rule.hub, "request", String(requests)]),
            correlationID: Lot.identifier([run, rule.hub, topic]))
    }

    func followed(_ first: HubRequest) async throws(HubFault) -> HubAnswer {
        var request = first
        for _ in 0...Self.redirects {
            let answer = try await perform(request)
            guard [301, 302, 307, 308].contains(answer.status), let location = answer.location
            else { return answer }
            request.address = try address(location, at: answer.address)
        }
        throw HubFault(.looping, "\(first.address) is redirected more than \(Self.redirects) times")
    }

    private func perform(_ request: HubRequest) async throws(HubFault) -> HubAnswer {
        if let objection = rule.objection(to: request.address) {
            throw HubFault(.addressRefused, objection)
        }
        guard knowsAuthority || request.address.scheme == .http else {
            throw HubFault(
                .tlsRefused, "\(rule.certificateAuthority ?? "") holds no certificates to check by")
        }
        await pause?.value
        let interval = Duration.milliseconds(1000 / rule.requestsPerSecond)
        pause = Task { try? await Task.sleep(for: interval) }
        let (http, rule) = (http, rule)
        do {
            let answer = try await withThrowingTaskGroup(of: HubAnswer?.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    try await request.send(
                        by: http, timeoutSeconds: rule.timeoutSeconds, bodyBytes: rule.bodyBytes)
                }
                // The client's own deadline ends with the head; a body may drip for ever.
                group.addTask {
                    try await Task.sleep(for: .seconds(rule.timeoutSeconds))
                    return nil
                }
                guard let first = try await group.next(), let answer = first else {
                    throw Self.timedOut(request.address, rule)
                }
                return answer
            }
            speaksHTTP2 = answer.isHTTP2
            return answer
        } catch {
            throw Self.fault(error, at: request.address, rule)
        }
    }

    private func rest(
        after fault: HubFault, attempt: Int, at address: WebAddress
    ) async throws(HubFault) {
        if let asked = fault.pauseSeconds, asked > Self.longestPauseSeconds {
            throw HubFault(
                fault.code, fault.text + " and asks us to wait \(asked) s", mayPass: true)
        }
        let doubled = rule.firstPauseMilliseconds << min(attempt - 1, 16)
        let longest = min(doubled, Self.longestPauseSeconds * 1000)
        // From half of it to all of it, so that clients that failed together do not come together.
        let lot = Lot.bits(0, run, rule.hub, address.description, String(attempt))
        let drawn = longest / 2 + Int(lot % UInt64(longest / 2 + 1))
        let milliseconds = max(drawn, (fault.pauseSeconds ?? 0) * 1000)
        do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch {
            throw HubFault(.unreachable, "stopped while waiting for \(address)")
        }
    }

    private static func timedOut(_ address: WebAddress, _ rule: ConnectionRule) -> HubFault {
        HubFault(
            .timedOut, "\(address) did not answer to the end in \(rule.timeoutSeconds) s",
            mayPass: true)
    }

    private static func tooLarge(_ address: WebAddress, _ rule: ConnectionRule) -> HubFault {
        HubFault(.tooLarge, "the answer of \(address) has more than \(rule.bodyBytes) bytes")
    }

    private static func fault(
        _ error: any Error, at address: WebAddress, _ rule: ConnectionRule
    ) -> HubFault {
        if let words = untrusted(error) {
            return HubFault(.tlsRefused, "\(address.hostAndPort): \(words)")
        }
        switch error {
        case let fault as HubFault: return fault
        case is NIOTooManyBytesError: return tooLarge(address, rule)
        case NIOHTTPDecompression.DecompressionError.limit: return tooLarge(address, rule)
        case let error as HTTPClientError
        where [.deadlineExceeded, .readTimeout, .connectTimeout].contains(error):
            return timedOut(address, rule)
        default:
            return HubFault(.unreachable, "\(address): \(error)", mayPass: true)
        }
    }

    /// What is wrong with the other end's TLS; nil when it is something else. OpenSSL's kin tells a wrong
    /// name from the rest, and no more.
    private static func untrusted(_ error: any Error) -> String? {
        let wrongNames: [NIOSSLExtraError] = [
            .failedToValidateHostname, .serverHostnameImpossibleToMatch,
        ]
        if let error = error as? NIOSSLExtraError, wrongNames.contains(error) {
            return "its certificate is for another host"
        }
        guard case .handshakeFailed(let reason)? = error as? NIOSSLError else { return nil }
        guard "\(reason)".contains("CERTIFICATE_VERIFY_FAILED") else {
            return "it does not speak TLS 1.2 or later (\(reason))"
        }
        return "its certificate is not valid: it has expired, is not valid yet, or nobody whom we"
            + " trust has signed it"
    }
}
