import HTTPTypes
import NIOCore
import Store

/// One request, checked against its route.
struct Call: Sendable {
    let route: Route
    let requestID: String
    /// Nil where anybody may ask.
    let principal: Principal?
    /// What was given of the path, the query and headers, by name.
    let values: [String: String]
    /// Path and query as they came, without the cursor.
    let target: String
    let headers: HTTPFields
    let body: [UInt8]
    /// The media type that was chosen among those of the route.
    let mediaType: String

    subscript(_ name: String) -> String? { values[name] }

    /// What the one who asks may see; nothing where nobody is known.
    var reach: Reach { principal?.reach ?? .party("") }

    var personalData: PersonalData {
        principal?.scopes.contains(.auditRead) == true ? .shown : .masked
    }
}

/// The good answer to a call.
enum Answer: Sendable {
    /// - etag: nil to have it made from the bytes; answers of a POST have none.
    case bytes([UInt8], type: String, headers: HTTPFields = [:])
    /// Written bit by bit: nobody knows its length before it is over.
    case stream(type: String, @Sendable (any AnswerStream) async throws -> Void)
}

/// Where a long answer is written to.
protocol AnswerStream: Sendable {
    func write(_ bytes: [UInt8]) async throws
}

/// The names and values of a query, or nil when it is none (RFC 3986 §3.4; + is a space).
func queryItems(_ query: String) -> [(name: String, value: String)]? {
    var items: [(name: String, value: String)] = []
    for part in query.split(separator: "&") {
        let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = percentDecoded(pieces[0], plusIsSpace: true),
            let value = percentDecoded(pieces.count > 1 ? pieces[1] : "", plusIsSpace: true)
        else { return nil }
        items.append((name, value))
    }
    return items
}

/// Nil for a broken escape, for what is no UTF-8, and for NUL.
func percentDecoded(_ text: Substring, plusIsSpace: Bool = false) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = rest.popFirst().flatMap(hexDigit),
                let low = rest.popFirst().flatMap(hexDigit)
            else { return nil }
            bytes.append(high << 4 | low)
        case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
    }
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
}

/// Everything but letters, digits and `-._~` escaped.
func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 95, 126: bytes.append(byte)
        default: bytes += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
