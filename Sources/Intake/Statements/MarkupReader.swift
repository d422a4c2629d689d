package import Roaming

/// How much of an XML document is read before it is refused.
package struct MarkupLimits: Sendable, Hashable {
    package var bytes = 64 << 20
    package var depth = 64
    package var elements = 2_000_000
    package var attributes = 64

    package init() {}
}

/// Reads an XML 1.0 document (W3C, fifth edition) without a document type: a DTD is refused, so that
/// nothing outside the file is looked at and no entity grows. Comments and processing instructions
/// are passed over.
/// - Returns: its root.
/// - Throws: a reject with the line in its words.
package func readMarkup(
    _ bytes: [UInt8], within limits: MarkupLimits = MarkupLimits()
) throws(Reject) -> MarkupElement {
    guard bytes.count <= limits.bytes else {
        throw Reject(
            BankNoteCode.fileTooLarge.rawValue,
            "the document has \(bytes.count) bytes; at most \(limits.bytes) are read")
    }
    let encoding = MarkupScanner.declaredEncoding(bytes)
    let text: [UInt8]
    do throws(NotText) { text = try encoding.utf8(of: bytes) } catch {
        throw Reject(
            .invalidUTF8, "the document is not \(error.encoding.rawValue) (byte \(error.byte))")
    }
    var scanner = MarkupScanner(bytes: text, limits: limits)
    return try scanner.document()
}

/// Walks over the bytes of a document once; open elements wait on a stack, so depth costs no calls.
private struct MarkupScanner {
    private struct Open {
        let fullName: [UInt8]
        var element: MarkupElement
        var text: [UInt8] = []
    }

    private let bytes: [UInt8]
    private let limits: MarkupLimits
    private var at = 0
    private var line = 1
    private var elements = 0
    private var stack: [Open] = []
    private var root: MarkupElement?

    init(bytes: [UInt8], limits: MarkupLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// As the declaration says, of which all encodings that banks use have the same first bytes.
    static func declaredEncoding(_ bytes: [UInt8]) -> TextEncoding {
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) { return .utf16 }
        let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
        guard let end = head.firstRange(of: "?>") else { return .utf8 }
        let declaration = head[..<end.lowerBound]
        let isLatin = ["iso-8859-1", "iso-8859-15", "windows-1252"].contains {
            declaration.contains($0)
        }
        return isLatin ? .windows1252 : .utf8
    }

    mutating func document() throws(Reject) -> MarkupElement {
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "<") else {
                try character()
                continue
            }
            if starts("<!--") {
                try skip(past: "-->")
            } else if starts("<![CDATA[") {
                try literal()
            } else if starts("<!") {
                throw Reject(
                    BankNoteCode.documentTypeRefused.rawValue,
                    "line \(line): a document type (DTD) is never read; send the statement without")
            } else if starts("<?") {
                try skip(past: "?>")
            } else if starts("</") {
                try close()
            } else {
                try open()
            }
        }
        guard let root, stack.isEmpty else {
            throw broken(
                stack.isEmpty
                    ? "it has no element" : "the file ends inside \(stack[0].element.name)")
        }
        return root
    }

    private mutating func open() throws(Reject) {
        let start = line
        at += 1
        let name = try name()
        elements += 1
        guard stack.count < limits.depth, elements <= limits.elements else {
            throw Reject(
                BankNoteCode.fileTooLarge.rawValue,
                "line \(line): more than \(limits.depth) elements in each other or"
                    + " \(limits.elements) in all")
        }
        guard root == nil || !stack.isEmpty else { throw broken("a second root element") }
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            if starts("/>") || starts(">") { break }
            guard attributes.count < limits.attributes else { throw broken("too many attributes") }
            let key = Self.local(try self.name())
            skipBlanks()
            guard take("=") else { throw broken("an attribute without =") }
            skipBlanks()
            attributes[key] = try quoted()
        }
        let element = MarkupElement(Self.local(name), attributes: attributes, line: start)
        stack.append(Open(fullName: name, element: element))
        if take("/>") { finish() } else { _ = take(">") }
    }

    private mutating func close() throws(Reject) {
        at += 2
        let name = try name()
        skipBlanks()
        guard take(">"), stack.last?.fullName == name else {
            throw broken("</\(Self.local(name))> closes nothing that is open")
        }
        finish()
    }

    private mutating func finish() {
        guard var done = stack.popLast() else { return }
        done.element.text = String(decoding: done.text, as: UTF8.self).trimmed
        guard stack.isEmpty else {
            stack[stack.count - 1].element.children.append(done.element)
            return
        }
        root = done.element
    }

    /// One character of text, or one reference.
    private mutating func character() throws(Reject) {
        let byte = bytes[at]
        guard !stack.isEmpty else {
            guard isBlank(byte) else { throw broken("text outside of the root element") }
            step()
            return
        }
        guard byte == UInt8(ascii: "&") else {
            guard byte >= 32 || isBlank(byte) else { throw broken("a control character") }
            stack[stack.count - 1].text.append(byte)
            step()
            return
        }
        stack[stack.count - 1].text += Array(try reference().utf8)
    }

    private mutating func literal() throws(Reject) {
        guard !stack.isEmpty else { throw broken("CDATA outside of the root element") }
        at += 9
        while at < bytes.count, !starts("]]>") {
            stack[stack.count - 1].text.append(bytes[at])
            step()
        }
        guard take("]]>") else { throw broken("CDATA that never ends") }
    }

    /// `&amp;` and its like, `&#8377;`, `&#x20B9;`; no other entity can exist without a DTD.
    private mutating func reference() throws(Reject) -> String {
        let rest = bytes[at...].prefix(12)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { throw broken("a bare &") }
        let name = String(decoding: rest[(at + 1)..<end], as: UTF8.self)
        at = end + 1
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        let number =
            name.hasPrefix("#x")
            ? UInt32(name.dropFirst(2), radix: 16)
            : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        guard let number, let scalar = Unicode.Scalar(number),
            number >= 32 || [9, 10, 13].contains(number)
        else { throw broken("&\(name); is no character and no known entity") }
        return String(Character(scalar))
    }

    private mutating func quoted() throws(Reject) -> String {
        guard at < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[at]) else {
            throw broken("an attribute's value without quotes")
        }
        let mark = bytes[at]
        at += 1
        var text: [UInt8] = []
        while at < bytes.count, bytes[at] != mark {
            switch bytes[at] {
            case UInt8(ascii: "<"): throw broken("< in an attribute")
            case UInt8(ascii: "&"): text += Array(try reference().utf8)
            default:
                text.append(bytes[at])
                step()
            }
        }
        guard at < bytes.count else { throw broken("an attribute that never ends") }
        at += 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func name() throws(Reject) -> [UInt8] {
        let start = at
        while at < bytes.count, Self.isNamePart(bytes[at]) { at += 1 }
        guard at > start, at - start <= 255 else { throw broken("a tag without a name") }
        return Array(bytes[start..<at])
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...58, 65...90, 97...122, 45, 46, 95, 128...: true
        default: false
        }
    }

    private static func local(_ name: [UInt8]) -> String {
        let start = name.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? 0
        return String(decoding: name[start...], as: UTF8.self)
    }

    private mutating func skip(past end: StaticString) throws(Reject) {
        while at < bytes.count {
            if take(end) { return }
            step()
        }
        throw broken("a comment or instruction that never ends")
    }

    private mutating func skipBlanks() {
        while at < bytes.count, isBlank(bytes[at]) { step() }
    }

    private func isBlank(_ byte: UInt8) -> Bool { [9, 10, 13, 32].contains(byte) }

    private mutating func step() {
        if bytes[at] == 10 { line += 1 }
        at += 1
    }

    private func starts(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard bytes.count - at >= count else { return false }
        return text.withUTF8Buffer { bytes[at..<(at + count)].elementsEqual($0) }
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard starts(text) else { return false }
        at += text.utf8CodeUnitCount
        return true
    }

    private func broken(_ what: String) -> Reject {
        Reject(BankNoteCode.notXML.rawValue, "line \(line): not XML: \(what)")
    }
}
