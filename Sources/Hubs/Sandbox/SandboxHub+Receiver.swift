import Intake
import Roaming
import Synchronization

// The receiving side of a sandbox hub: it takes what a partner sends, and keeps it.
extension SandboxHub {
    /// - Parameter path: from the module on.
    func receive(
        _ request: SandboxRequest, _ version: OCPIVersion, _ path: [String]
    ) -> SandboxAnswer {
        let order = SandboxShelf.Order(
            method: request.method, path: path, query: request.query, body: request.body,
            routing: request.routing, version: version,
            parties: Set(partner?.roles.map(\.party) ?? []))
        switch shelf.withLock({ $0.answer(order) }) {
        case .kept(let place):
            var answer = reply(data: nil)
            guard request.method == "POST" else { return answer }
            answer.status = 201
            let steps = place.split(separator: "/").map(String.init)
            let address = receiver(version).appending(steps: steps)
            answer.headers.append(("Location", address.description))
            return answer
        case .found(let bytes): return reply(parts: [bytes])
        case .refused(let code, let words): return reply(code, words, data: nil)
        case .missing:
            var answer = reply(2000, "nothing at \(path.joined(separator: "/"))", data: nil)
            answer.status = 404
            return answer
        case .notAllowed: return SandboxAnswer(status: 405)
        }
    }

    /// Below which partners' objects are sent; 2.1.1 has one address for both directions.
    func receiver(_ version: OCPIVersion) -> WebAddress {
        let base = root().appending(version.rawValue)
        return version == .v211 ? base : base.appending("receiver")
    }

    func details(_ version: OCPIVersion) -> String {
        let base = root().appending(version.rawValue)
        var lines: [String] = []
        func add(_ name: String, _ role: String?, _ place: WebAddress) {
            let role = version == .v211 ? "" : role.map { "\"role\":\"\($0)\"," } ?? ""
            let url = JSONText.quoted(place.description)
            lines.append("{\"identifier\":\"\(name)\",\(role)\"url\":\(url)}")
        }
        add("credentials", "SENDER", base.appending("credentials"))
        for name in Module.allCases.map(\.rawValue) {
            add(name, "SENDER", base.appending(name))
            if version != .v211 { add(name, "RECEIVER", receiver(version).appending(name)) }
        }
        if version == .v230 {
            add(
                OwnEndpoints.invoices, "RECEIVER",
                receiver(version).appending(OwnEndpoints.invoices))
        }
        return "{\"version\":\"\(version.rawValue)\",\"endpoints\":["
            + lines.joined(separator: ",") + "]}"
    }
}
