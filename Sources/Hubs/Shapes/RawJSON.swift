/// JSON taken apart and put together again without reading what stands in it: numbers keep their digits
/// and texts their escapes. For the sandbox's objects and for ours, which intake has read; what strangers send goes to
/// `JSONReader`.
indirect enum RawJSON: Sendable, Hashable {
    case object([Member])
    case array([RawJSON])
    /// A text with its quotes, a number, `true`, `false` or `null`.
    case atom([UInt8])

    struct Member: Sendable, Hashable {
        var name: String
        var value: RawJSON
    }

    /// Nil for what is no JSON.
    init?(_ bytes: [UInt8]) {
        var parts = Parts(bytes: bytes)
        guard let value = parts.value(), parts.next == nil else { return nil }
        self = value
    }

    /// Without white space between the parts.
    var bytes: [UInt8] {
        switch self {
        case .object(let members):
            let parts = members.map { Array("\"\($0.name)\":".utf8) + $0.value.bytes }
            return Self.listed(parts, "{", "}")
        case .array(let items): return Self.listed(items.map(\.bytes), "[", "]")
        case .atom(let bytes): return bytes
        }
    }

    subscript(name: String) -> RawJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// What a PATCH has to say to make this of an older version of the same object: the members that
    /// changed and, in any case, `last_updated`.
    func changes(from older: RawJSON) -> RawJSON {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.name == "last_updated" || older[$0.name] != $0.value })
    }

    private static func listed(
        _ parts: [[UInt8]], _ open: Unicode.Scalar, _ close: Unicode.Scalar
    ) -> [UInt8] {
        [UInt8(ascii: open)] + parts.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: close)]
    }
}

private struct Parts {
    let bytes: [UInt8]
    var at = 0

    /// The next byte that is no white space.
    var next: UInt8? {
        mutating get {
            while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
            return at < bytes.count ? bytes[at] : nil
        }
    }

    mutating func value() -> RawJSON? {
        switch next {
        case UInt8(ascii: "{"):
            return list(until: UInt8(ascii: "}")) { $0.member() }.map { .object($0) }
        case UInt8(ascii: "["):
            return list(until: UInt8(ascii: "]")) { $0.value() }.map { .array($0) }
        case UInt8(ascii: "\""): return text().map { .atom($0) }
        case nil: return nil
        default: return word().map { .atom($0) }
        }
    }

    private mutating func member() -> RawJSON.Member? {
        guard next == UInt8(ascii: "\""), let quoted = text(), next == UInt8(ascii: ":") else {
            return nil
        }
        at += 1
        guard let value = value() else { return nil }
        let name = String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
        return RawJSON.Member(name: name, value: value)
    }

    /// What stands between two brackets, item by item.
    private mutating func list<Item>(
        until close: UInt8, _ item: (inout Parts) -> Item?
    ) -> [Item]? {
        at += 1
        var items: [Item] = []
        if next == close {
            at += 1
            return items
        }
        while let one = item(&self) {
            items.append(one)
            let mark = next
            at += 1
            if mark == close { return items }
            guard mark == UInt8(ascii: ",") else { return nil }
        }
        return nil
    }

    private mutating func text() -> [UInt8]? {
        let start = at
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
            at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard at < bytes.count else { return nil }
        at += 1
        return Array(bytes[start..<at])
    }

    private mutating func word() -> [UInt8]? {
        let start = at
        while at < bytes.count, !",]}: \t\r\n".utf8.contains(bytes[at]) { at += 1 }
        return at > start ? Array(bytes[start..<at]) : nil
    }
}
