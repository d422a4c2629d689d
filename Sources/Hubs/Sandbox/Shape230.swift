import Amounts

/// Objects of OCPI 2.2.1 in the shape of 2.3.0, as a hub serves them that speaks both: amounts before
/// taxes and a list of taxes (types, Price), price limits (mod_tariffs, PriceLimit), and a tariff that says
/// whether its prices include tax. All else is the same and stays as it is written, byte for byte.
struct Shape230 {
    private let bytes: [UInt8]
    private var at = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter bytes: one JSON object of the sandbox's own; anything else comes back as it is.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        var shape = Shape230(bytes)
        guard let written = shape.value(named: ""), shape.at == bytes.count else { return bytes }
        return written
    }

    private typealias Member = (name: String, value: [UInt8])

    private var next: UInt8? {
        mutating get {
            while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
            return at < bytes.count ? bytes[at] : nil
        }
    }

    private mutating func value(named name: String) -> [UInt8]? {
        switch next {
        case UInt8(ascii: "{"): return object(named: name)
        case UInt8(ascii: "["):
            var items: [[UInt8]] = []
            let isList = list(until: UInt8(ascii: "]")) { shape in
                guard let item = shape.value(named: "") else { return false }
                items.append(item)
                return true
            }
            return isList ? Self.listed(items, "[", "]") : nil
        case UInt8(ascii: "\""): return text()
        case nil: return nil
        default: return word()
        }
    }

    private mutating func object(named name: String) -> [UInt8]? {
        var members: [Member] = []
        let isObject = list(until: UInt8(ascii: "}")) { shape in
            guard shape.next == UInt8(ascii: "\""), let quoted = shape.text(),
                shape.next == UInt8(ascii: ":")
            else { return false }
            shape.at += 1
            let key = String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
            guard let value = shape.value(named: key) else { return false }
            members.append((key, value))
            return true
        }
        guard isObject else { return nil }
        if let amount = Self.amount(members, isLimit: name == "min_price" || name == "max_price") {
            members = amount
        } else if members.contains(where: { $0.name == "elements" }) {
            members.append(("tax_included", Array("\"NO\"".utf8)))
        }
        let written = members.map { Array("\"\($0.name)\":".utf8) + $0.value }
        return Self.listed(written, "{", "}")
    }

    /// A price of 2.2.1 in its new shape; nil for another object.
    private static func amount(_ members: [Member], isLimit: Bool) -> [Member]? {
        func number(_ name: String) -> [UInt8]? { members.first { $0.name == name }?.value }
        guard let before = number("excl_vat") else { return nil }
        guard let after = number("incl_vat") else { return [("before_taxes", before)] }
        guard !isLimit else { return [("before_taxes", before), ("after_taxes", after)] }
        guard let net = ExactDecimal(String(decoding: before, as: UTF8.self)),
            let gross = ExactDecimal(String(decoding: after, as: UTF8.self)),
            let tax = try? gross - net
        else { return nil }
        return [
            ("before_taxes", before),
            ("taxes", Array("[{\"name\":\"VAT\",\"amount\":\(tax)}]".utf8)),
        ]
    }

    private static func listed(
        _ parts: [[UInt8]], _ open: Unicode.Scalar, _ close: Unicode.Scalar
    ) -> [UInt8] {
        [UInt8(ascii: open)] + parts.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: close)]
    }

    /// What stands between two brackets, item by item.
    private mutating func list(
        until close: UInt8, _ item: (inout Shape230) -> Bool
    ) -> Bool {
        at += 1
        if next == close {
            at += 1
            return true
        }
        while item(&self) {
            let mark = next
            at += 1
            if mark == close { return true }
            guard mark == UInt8(ascii: ",") else { return false }
        }
        return false
    }

    /// With its quotes.
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

    /// A number, true, false or null.
    private mutating func word() -> [UInt8]? {
        let start = at
        while at < bytes.count, !",]} \t\r\n".utf8.contains(bytes[at]) { at += 1 }
        return at > start ? Array(bytes[start..<at]) : nil
    }
}
