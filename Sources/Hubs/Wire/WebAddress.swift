/// An absolute http or https address, read more narrowly than RFC 3986 allows: no user, no fragment,
/// no characters that two readers could take differently. What a hub sends in `Link`, `Location` or a
/// list of endpoints becomes one of these before anything is asked there, and what is asked is made
/// from its parts again, so no second parser decides where a request goes.
package struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    package enum Scheme: String, Sendable, Hashable {
        case http, https

        var port: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// Lower case; an IPv6 address in its brackets.
    package let host: String
    package let port: Int
    /// Starts with `/`.
    package let path: String
    /// Without `?`; nil when there is none.
    package let query: String?

    private static let longest = 2048

    /// Nil for anything but an address as described.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"\"<>\\^`{|}#".utf8.contains($0) }
            )
        else { return nil }
        guard let colon = text.firstIndex(of: ":"),
            let scheme = Scheme(rawValue: text[..<colon].lowercased())
        else { return nil }
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//") else { return nil }
        let behind = rest.dropFirst(2)
        let end = behind.firstIndex { $0 == "/" || $0 == "?" } ?? behind.endIndex
        guard let (host, port) = Self.authority(behind[..<end], standard: scheme.port) else {
            return nil
        }
        let tail = behind[end...]
        let mark = tail.firstIndex(of: "?")
        let path = tail[..<(mark ?? tail.endIndex)]
        // A step up could leave the place that a rule names.
        guard !path.split(separator: "/").contains(where: Self.isDots) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path.isEmpty ? "/" : String(path)
        query = mark.map { String(tail[tail.index(after: $0)...]) }
    }

    private init(_ other: WebAddress, path: String, query: String?) {
        (scheme, host, port) = (other.scheme, other.host, other.port)
        self.path = path
        self.query = query
    }

    package var description: String {
        let tail = query.map { "?" + $0 } ?? ""
        return "\(scheme.rawValue)://\(hostAndPort)\(path)\(tail)"
    }

    /// `127.0.0.1:8722`; the port only where it is not the scheme's own.
    package var hostAndPort: String { port == scheme.port ? host : "\(host):\(port)" }

    /// Names this machine itself, so that plain HTTP crosses no wire.
    package var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.") && Self.isNumeric(host)
    }

    /// The address with other parameters; those not named stay, in their order.
    package func with(_ parameters: [(String, String)]) -> WebAddress {
        let named = Set(parameters.map(\.0))
        let kept = (query ?? "").split(separator: "&").filter { part in
            !named.contains(String(part.prefix { $0 != "=" }))
        }
        let added = parameters.map { "\($0.0)=\(Self.escaped($0.1))" }
        let all = kept.map(String.init) + added
        return WebAddress(self, path: path, query: all.isEmpty ? nil : all.joined(separator: "&"))
    }

    /// The first value of a parameter, as it stands.
    package func parameter(_ name: String) -> String? {
        for part in (query ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.first == name[...], pair.count == 2 { return String(pair[1]) }
        }
        return nil
    }

    /// What an address in one of this one's own answers means: absolute, or from `/` or `?` on.
    package func resolving(_ text: String) -> WebAddress? {
        let own = "\(scheme.rawValue)://\(hostAndPort)"
        if text.hasPrefix("//") { return WebAddress(scheme.rawValue + ":" + text) }
        if text.hasPrefix("/") { return WebAddress(own + text) }
        if text.hasPrefix("?") { return WebAddress(own + path + text) }
        return WebAddress(text)
    }

    /// Below this one: `https://hub.example/ocpi` and `cdrs/12`.
    package func appending(_ steps: String...) -> WebAddress { appending(steps: steps) }

    package func appending(steps: [String]) -> WebAddress {
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        return WebAddress(
            self, path: base + "/" + steps.map(Self.escaped).joined(separator: "/"), query: nil)
    }

    /// One step up: `https://us.example/ocpi` of `https://us.example/ocpi/versions`.
    package var parent: WebAddress {
        let steps = path.split(separator: "/").dropLast()
        return WebAddress(self, path: "/" + steps.joined(separator: "/"), query: nil)
    }

    private static func authority(
        _ text: Substring, standard: Int
    ) -> (host: String, port: Int)? {
        guard !text.contains("@"), !text.isEmpty else { return nil }
        let host: String
        var tail: String
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            host = String(text[...close]).lowercased()
            tail = String(text[text.index(after: close)...])
            let inside = host.dropFirst().dropLast()
            guard inside.utf8.allSatisfy({ isHex($0) || $0 == 58 || $0 == 46 }) else { return nil }
        } else {
            let colon = text.firstIndex(of: ":") ?? text.endIndex
            host = String(text[..<colon]).lowercased()
            tail = String(text[colon...])
            guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(isOfName),
                host.first != "-", host.first != ".", isHostName(host)
            else { return nil }
        }
        guard !tail.isEmpty else { return (host, standard) }
        tail.removeFirst()
        guard (1...5).contains(tail.utf8.count), tail.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(tail), (1...65_535).contains(port)
        else { return nil }
        return (host, port)
    }

    /// Four numbers from 0 to 255, or a name that no reader takes for a number (`0x7f.1`, `2130706433`).
    private static func isHostName(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, !last.isEmpty, let first = last.utf8.first else {
            return false
        }
        guard (48...57).contains(first) else { return true }
        return labels.count == 4 && isNumeric(host)
            && labels.allSatisfy { label in
                guard let value = Int(label), value <= 255 else { return false }
                return String(value) == label
            }
    }

    private static func isNumeric(_ host: String) -> Bool {
        host.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte)
    }

    private static func isDots(_ step: Substring) -> Bool {
        let plain = step.lowercased().split(separator: "%2e", omittingEmptySubsequences: false)
            .joined(separator: ".")
        return plain == "." || plain == ".."
    }

    /// RFC 3986 unreserved characters stay; a colon may stand in a query and dates are easier to read.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126, 58:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                out += "%" + (byte < 16 ? "0" : "") + hex
            }
        }
        return out
    }
}
