import Intake
import Roaming
import Synchronization

@testable import Hubs

/// A partner's receiver endpoints as the specification has them, strict: what a sandbox hub pushes must
/// be right in address, token, routing and content. A class, because requests share what it holds.
final class ReceivingPartner: Sendable {
    struct Held: Sendable {
        /// By address below the version: `sessions/IN/TPC/1`.
        var objects: [String: RawJSON] = [:]
        /// Requests that were wrong, and why.
        var mistakes: [String] = []
        var posts = 0
        var patches = 0
    }

    let version: OCPIVersion
    private let token: String
    private let encoding: Authorization.Encoding
    /// Refuses so many requests with 503 before it takes one.
    private let refusals: Mutex<Int>
    private let state = Mutex(Held())

    init(_ version: OCPIVersion, token: String, encoding: Authorization.Encoding, refusing: Int = 0)
    {
        (self.version, self.token, self.encoding) = (version, token, encoding)
        refusals = Mutex(refusing)
    }

    var held: Held { state.withLock { $0 } }

    func answer(_ asked: ScriptedServer.Asked, port: Int) -> ScriptedServer.Answer {
        guard asked.header("Authorization") == Authorization.header(token, encoding) else {
            return mistake("token of \(asked.method) \(asked.target)", status: 401)
        }
        let parts = asked.target.split(separator: "?", maxSplits: 1).map(String.init)
        let path = parts[0].split(separator: "/").map(String.init)
        let root = "http://127.0.0.1:\(port)/ocpi"
        guard path.first == "ocpi" else { return .init("", status: 404) }
        if path == ["ocpi", "versions"] {
            return success(
                "[{\"version\":\"2.1.1\",\"url\":\"\(root)/2.1.1\"},"
                    + "{\"version\":\"\(version.rawValue)\",\"url\":\"\(root)/\(version.rawValue)\"}]"
            )
        }
        guard path[1] == version.rawValue else { return .init("", status: 404) }
        if path.count == 2 { return success(details(root)) }
        let isBusy = refusals.withLock { left in
            left -= 1
            return left >= 0
        }
        if isBusy { return .init("", status: 503) }
        return object(asked, Array(path.dropFirst(2)), query: parts.dropFirst().first, root)
    }

    private func details(_ root: String) -> String {
        let lines = Module.allCases.flatMap { module in
            // The sender's side stands before the receiver's, to be told apart.
            (version == .v211 ? [nil] : ["SENDER", "RECEIVER"]).map { (role: String?) in
                let named = role.map { "\"role\":\"\($0)\"," } ?? ""
                let place = role == "SENDER" ? "own/" : ""
                return "{\"identifier\":\"\(module.rawValue)\",\(named)"
                    + "\"url\":\"\(root)/\(version.rawValue)/\(place)\(module.rawValue)\"}"
            }
        }
        return
            "{\"version\":\"\(version.rawValue)\",\"endpoints\":[\(lines.joined(separator: ","))]}"
    }

    private func object(
        _ asked: ScriptedServer.Asked, _ path: [String], query: String?, _ root: String
    ) -> ScriptedServer.Answer {
        let place = path.joined(separator: "/")
        if asked.method == "GET" {
            return held.objects[place].map { success(String(decoding: $0.bytes, as: UTF8.self)) }
                ?? mistake("nothing at \(place)", status: 404)
        }
        guard let object = RawJSON(asked.body), case .object = object else {
            // Half a body is the line's fault, not the hub's.
            return .init("{\"status_code\":2001,\"timestamp\":\"2026-11-01T00:00:00Z\"}")
        }
        switch (asked.method, path.count) {
        case ("POST", 1) where path == ["cdrs"]: return post(object, asked, root)
        case ("PUT", 4), ("PATCH", 4): return put(object, asked, path, query)
        default: return mistake("\(asked.method) \(asked.target)", status: 405)
        }
    }

    private func post(
        _ object: RawJSON, _ asked: ScriptedServer.Asked, _ root: String
    ) -> ScriptedServer.Answer {
        guard let id = text(object, "id") else { return mistake("a CDR without id", status: 400) }
        checkRouting(asked, of: object, to: "IN-MGE")
        state.withLock { state in
            state.posts += 1
            state.objects["cdrs/\(id)"] = object
        }
        var answer = success(nil)
        answer.headers["Location"] = "\(root)/\(version.rawValue)/cdrs/\(id)"
        return answer
    }

    private func put(
        _ object: RawJSON, _ asked: ScriptedServer.Asked, _ path: [String], _ query: String?
    ) -> ScriptedServer.Answer {
        let place = path.joined(separator: "/")
        if path[0] == "tokens", query?.hasPrefix("type=") != true {
            return mistake("a token without type", status: 400)
        }
        checkRouting(asked, of: object, to: path[0] == "tokens" ? "IN-MGM" : "IN-MGE")
        guard asked.method == "PATCH" else {
            let named = [text(object, "country_code"), text(object, "party_id")]
            let id = text(object, path[0] == "tokens" ? "uid" : "id")
            if id != path[3] || version != .v211 && named != [path[1], path[2]] {
                return mistake("\(place) names \(named) \(id ?? "-")", status: 400)
            }
            state.withLock { $0.objects[place] = object }
            return success(nil)
        }
        guard object["last_updated"] != nil else {
            return mistake("a PATCH without last_updated", status: 400)
        }
        return state.withLock { state in
            guard case .object(var members)? = state.objects[place], case .object(let new) = object
            else {
                state.mistakes.append("a PATCH of nothing at \(place)")
                return .init("", status: 404)
            }
            for member in new {
                members.removeAll { $0.name == member.name }
                members.append(member)
            }
            state.objects[place] = .object(members)
            state.patches += 1
            return success(nil)
        }
    }

    private func checkRouting(
        _ asked: ScriptedServer.Asked, of object: RawJSON, to party: String
    ) {
        guard version != .v211 else { return }
        let names = ["OCPI-to-country-code", "OCPI-to-party-id"]
        let to = names.compactMap { asked.header($0) }.joined(separator: "-")
        let from = asked.header("OCPI-from-party-id")
        if to != party || from == nil || text(object, "party_id").map({ $0 != from }) == true {
            _ = mistake("routed from \(from ?? "-") to \(to): \(asked.target)", status: 400)
        }
    }

    private func text(_ object: RawJSON, _ name: String) -> String? {
        guard case .atom(let quoted)? = object[name] else { return nil }
        return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
    }

    private func success(_ data: String?) -> ScriptedServer.Answer {
        let content = data.map { "\"data\":\($0)," } ?? ""
        return .init(
            "{\(content)\"status_code\":1000,\"timestamp\":\"2026-11-01T00:00:00Z\"}")
    }

    private func mistake(_ words: String, status: Int) -> ScriptedServer.Answer {
        state.withLock { $0.mistakes.append(words) }
        return .init("", status: status)
    }
}
