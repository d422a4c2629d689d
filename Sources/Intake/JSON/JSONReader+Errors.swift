import Roaming

// Where the reader stands, and what to say when something is wrong there.
extension JSONReader {
    /// JSON Pointer (RFC 6901) of the value that comes next or was just read; behind an object's
    /// end, of that object.
    var pointer: String {
        var text = ""
        for level in stride(from: 1, through: depth, by: 1) {
            let frame = frames[level]
            switch frame.state {
            case .objectStart, .object:
                guard frame.name >= 0 else { return text }
                text += "/" + escaped(nameText(at: frame.name))
            case .arrayStart, .array:
                guard frame.index >= 0 else { return text }
                text += "/\(frame.index)"
            }
        }
        return text
    }

    func reject(_ code: RejectCode, _ words: String, byte: Int? = nil) -> Reject {
        let pointer = pointer
        let place = pointer.isEmpty ? "The object" : pointer
        return Reject(code, at: pointer, "\(place): \(words).", byte: byte ?? offset)
    }

    func malformed(_ words: String) -> Reject {
        guard at < total else {
            return reject(.malformedJSON, "the object ends here, in the middle", byte: count)
        }
        return reject(.malformedJSON, words)
    }

    /// For a field that is not there. `name` is relative to the object just read.
    func missing(_ name: StaticString) -> Reject {
        let place = "\(pointer)/\(name)"
        return Reject(.missingField, at: place, "\(place) is missing; OCPI requires it.")
    }

    @inline(__always)
    func required<Value>(_ value: Value?, _ name: StaticString) throws(Reject) -> Value {
        guard let value else { throw missing(name) }
        return value
    }

    /// The value that comes next is not `wanted` (“a number”).
    mutating func wrongType(_ wanted: String) -> Reject {
        let found: String
        switch byte {
        case UInt8(ascii: "{"): found = "an object"
        case UInt8(ascii: "["): found = "a list"
        case UInt8(ascii: "\""): found = "a string"
        default:
            let here = mark()
            let (depthHere, offsetHere) = (depth, offset)
            let first = byte
            do throws(Reject) { try skipScalar() } catch { return error }
            rewind(to: here)
            precondition(depth == depthHere, "a scalar opens nothing")
            found = JSONReader.scalarName(first)
            return reject(
                .wrongType, "should be \(wanted), but is \(found)", byte: offsetHere)
        }
        return reject(.wrongType, "should be \(wanted), but is \(found)")
    }

    private static func scalarName(_ first: UInt8) -> String {
        switch first {
        case UInt8(ascii: "n"): "null"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
        default: "a number"
        }
    }

    private func escaped(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
        else { return name }
        var out = ""
        for character in name.unicodeScalars {
            switch character {
            case "~": out += "~0"
            case "/": out += "~1"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }
}

/// The findings of one object, one a code: a CDR whose every date lacks its zone says so once, with
/// the first place and how often.
struct Notes {
    private var entries: [Entry] = []

    private struct Entry {
        let code: FindingCode
        let severity: Finding.Severity
        let pointer: String
        let text: String
        var times = 1
    }

    mutating func clear() {
        if !entries.isEmpty { entries.removeAll() }
    }

    /// Whether this code stands already; then it is only counted.
    mutating func count(_ code: FindingCode) -> Bool {
        guard let index = entries.firstIndex(where: { $0.code == code }) else { return false }
        entries[index].times += 1
        return true
    }

    mutating func add(
        _ code: FindingCode, _ severity: Finding.Severity, at pointer: String, _ text: String
    ) {
        guard entries.count < Limits.findings else { return }
        entries.append(Entry(code: code, severity: severity, pointer: pointer, text: text))
    }

    var findings: [Finding] {
        entries.map { entry in
            let more = entry.times > 1 ? " (and \(entry.times - 1) more like it)" : ""
            return Finding(
                entry.code.rawValue, entry.severity, at: entry.pointer, entry.text + more)
        }
    }
}

extension JSONReader {
    /// Notes a shape at the value just read (or about to be read). `words` is evaluated only for
    /// the first of its code.
    mutating func note(
        _ code: FindingCode, _ words: @autoclosure () -> String,
        _ severity: Finding.Severity = .warning
    ) {
        guard !notes.count(code) else { return }
        notes.add(code, severity, at: pointer, words())
    }
}
