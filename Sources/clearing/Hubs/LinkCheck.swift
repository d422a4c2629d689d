import Foundation
import Hubs
import Intake
import Roaming

/// The onboarding checklist of a hub, as questions asked over the wire. It only ever reads.
struct LinkCheck: Sendable {
    let rule: ConnectionRule
    /// Token C, or token A while we are not registered.
    let token: String
    let isRegistered: Bool
    /// The clock, for the hub's to be held against.
    let clock: @Sendable () -> Instant
    /// For a moment, pages of the sample lie here.
    let scratch: URL

    /// How a point of the list came out.
    enum Verdict: String, Sendable {
        case good
        /// Fit, but somebody should know.
        case odd
        /// Not fit for clearing.
        case bad
    }

    struct Point: Sendable {
        /// Upper-case words, stable: `DATE_FILTER`.
        let code: String
        /// Nil where it concerns the link as a whole.
        let module: Module?
        let verdict: Verdict
        let words: String
    }

    /// Seconds by which two clocks may differ before it matters to matching.
    private static let skewSeconds: Int64 = 60
    /// Objects of a module that are read as intake reads them.
    private static let sampleObjects = 50

    /// All points, in the order of the list; what cannot be asked after a failure is left out.
    func run() async -> [Point] {
        let client = HubClient(rule, run: UUID().uuidString, clock: clock)
        var points: [Point] = []
        do throws(HubFault) {
            let (version, details) = try await client.offered(token: token)
            points.append(transport(client))
            points.append(agreed(version))
            points.append(registration)
            points.append(try await strangers(client))
            for module in rule.pull {
                do throws(HubFault) {
                    points += try await self.points(module, details, client)
                } catch {
                    points.append(fault(error, "ENDPOINT", module))
                }
            }
        } catch {
            if error.code == .tlsRefused {
                points.append(fault(error, "TLS", nil))
            } else {
                if points.isEmpty { points.append(transport(client)) }
                points.append(fault(error, "VERSIONS", nil))
            }
        }
        await client.close()
        return points
    }

    private func fault(_ fault: HubFault, _ code: String, _ module: Module?) -> Point {
        Point(code: code, module: module, verdict: .bad, words: fault.description)
    }

    private func transport(_ client: HubClient) -> Point {
        let isTLS = rule.versionsURL.scheme == .https
        let over = client.speaksHTTP2 ? "HTTP/2 over TLS" : "TLS"
        return Point(
            code: "TLS", module: nil, verdict: isTLS ? .good : .odd,
            words: isTLS
                ? "asked over \(over); the certificate is checked"
                : "plain HTTP to \(rule.versionsURL)")
    }

    private func agreed(_ version: OCPIVersion) -> Point {
        Point(
            code: "VERSIONS", module: nil, verdict: version == rule.version ? .good : .bad,
            words: version == rule.version
                ? "\(version.rawValue) is the highest of both"
                : "the hub speaks at most \(version.rawValue); hubs/\(rule.hub).yaml says"
                    + " \(rule.version.rawValue)")
    }

    private var registration: Point {
        Point(
            code: "CREDENTIALS", module: nil, verdict: isRegistered ? .good : .odd,
            words: isRegistered
                ? "registered, and the token is taken"
                : "not registered; asked with token A")
    }

    /// A hub that lets anybody in would let anybody in elsewhere.
    private func strangers(_ client: HubClient) async throws(HubFault) -> Point {
        do throws(HubFault) {
            _ = try await client.get(rule.versionsURL, token: "nobody", about: "check") {
                (_) throws(HubFault) in true
            }
        } catch {
            guard error.code == .tokenRefused else { throw error }
            return Point(
                code: "STRANGERS", module: nil, verdict: .good, words: "a wrong token is refused")
        }
        return Point(
            code: "STRANGERS", module: nil, verdict: .bad, words: "a wrong token is let in")
    }

    private func points(
        _ module: Module, _ details: VersionDetails, _ client: HubClient
    ) async throws(HubFault) -> [Point] {
        guard let named = details.sender(of: module.rawValue) else {
            throw HubFault(.notOffered, "the hub offers no \(module.rawValue)")
        }
        let endpoint = try client.address(named, at: rule.versionsURL)
        let first = try await page(endpoint.with([("offset", "0"), ("limit", "2")]), client)
        var points = [clock(first, module), counting(first, module)]
        if let following = first.answer.page.following(
            first.answer.address, offset: 0, objects: first.objects.count)
        {
            let place = try client.address(following.address, at: first.answer.address)
            points.append(paging(first, try await page(place, client), module))
        }
        let future = endpoint.with([("date_from", "2099-01-01T00:00:00Z"), ("limit", "2")])
        points.append(filtering(try await page(future, client), module))
        let many = endpoint.with([("offset", "0"), ("limit", String(Self.sampleObjects))])
        points.append(sample(try await page(many, client), module))
        return points
    }

    /// A page with its raw objects.
    private struct Read: Sendable {
        let answer: HubAnswer
        let timestamp: Instant?
        let objects: [[UInt8]]
    }

    private func page(
        _ address: WebAddress, _ client: HubClient
    ) async throws(HubFault) -> Read {
        let file = scratch.appendingPathComponent("page.json")
        return try await client.get(address, token: token, about: "check") {
            answer throws(HubFault) in
            let timestamp = try answer.reply { (bytes, reader) throws(Reject) in
                try decodeCount(bytes, using: &reader)
            }.timestamp
            do {
                try Data(answer.body).write(to: file)
                let reader = try PageReader(path: file.path)
                var objects: [[UInt8]] = []
                while let page = try reader.nextPage() {
                    objects += page.objects.map { Array(page.bytes[$0.range]) }
                }
                return Read(answer: answer, timestamp: timestamp, objects: objects)
            } catch {
                throw HubFault(.unreadable, "the page cannot be read here: \(error)")
            }
        }
    }

    private func clock(_ page: Read, _ module: Module) -> Point {
        guard let theirs = page.timestamp else {
            return Point(
                code: "CLOCK", module: module, verdict: .bad,
                words: "its responses have no timestamp, so no bookmark can be set")
        }
        let skew = theirs.milliseconds(since: clock()) / 1000
        return Point(
            code: "CLOCK", module: module, verdict: abs(skew) <= Self.skewSeconds ? .good : .odd,
            words: abs(skew) <= Self.skewSeconds
                ? "its clock agrees with ours" : "its clock is \(skew) s ahead of ours")
    }

    private func counting(_ page: Read, _ module: Module) -> Point {
        let head = page.answer.page
        if page.objects.count > 2 {
            return Point(
                code: "PAGE_SIZE", module: module, verdict: .odd,
                words: "asked for 2 objects, it sent \(page.objects.count)")
        }
        guard let total = head.total else {
            return Point(
                code: "PAGE_SIZE", module: module, verdict: .odd,
                words: "it sends no X-Total-Count, so gaps cannot be told")
        }
        let leads =
            total <= page.objects.count
            ? "" : head.next == nil ? ", no Link to the rest" : ", Link leads on"
        return Point(
            code: "PAGE_SIZE", module: module, verdict: .good,
            words: "\(total) objects\(leads)" + (head.limit == nil ? ", no X-Limit" : ""))
    }

    private func paging(_ first: Read, _ second: Read, _ module: Module) -> Point {
        let repeats = !first.objects.isEmpty && first.objects == second.objects
        return Point(
            code: "PAGINATION", module: module, verdict: repeats ? .bad : .good,
            words: repeats
                ? "the second page is the first one again"
                : "the second page goes on after the first")
    }

    private func filtering(_ page: Read, _ module: Module) -> Point {
        let isKept = page.objects.isEmpty
        return Point(
            code: "DATE_FILTER", module: module, verdict: isKept ? .good : .bad,
            words: isKept
                ? "date_from is kept"
                : "asked for what changes from 2099 on, it sent \(page.objects.count) objects")
    }

    /// Objects held against the specification by the very readers that will take them in.
    private func sample(_ page: Read, _ module: Module) -> Point {
        var json = JSONReader()
        var (rejects, findings): ([String: Int], [String: Int]) = ([:], [:])
        for object in page.objects {
            object.withUnsafeBytes { bytes in
                do throws(Reject) {
                    for finding in try findingsOf(bytes, module, &json) {
                        findings["\(finding.code) \(finding.pointer)", default: 0] += 1
                    }
                } catch {
                    rejects["\(error.code) \(error.pointer)", default: 0] += 1
                }
            }
        }
        func listed(_ counts: [String: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value)" }
                .joined(separator: ", ")
        }
        let count = page.objects.count
        guard rejects.isEmpty else {
            return Point(
                code: "SAMPLE", module: module, verdict: .bad,
                words: "of \(count) objects some would be refused: \(listed(rejects))")
        }
        return Point(
            code: "SAMPLE", module: module, verdict: findings.isEmpty && count > 0 ? .good : .odd,
            words: count == 0
                ? "it has no objects to look at"
                : findings.isEmpty
                    ? "\(count) objects are as the specification says"
                    : "of \(count) objects some are odd: \(listed(findings))")
    }

    private func findingsOf(
        _ bytes: UnsafeRawBufferPointer, _ module: Module, _ json: inout JSONReader
    ) throws(Reject) -> [Finding] {
        let version = rule.version
        return switch module {
        case .cdrs: try decodeCDR(bytes, as: version, using: &json).findings
        case .sessions: try decodeSession(bytes, as: version, using: &json).findings
        case .tariffs: try decodeTariff(bytes, as: version, using: &json).findings
        case .locations: try decodeLocation(bytes, as: version, using: &json).findings
        case .tokens: try decodeToken(bytes, as: version, using: &json).findings
        }
    }
}
