package import HTTPTypes
import Store

/// One thing the API answers: all there is to know about it. The server's routes, the document of the
/// API and the tests' list of routes are made from the same table of these.
package struct Route: Sendable {
    package enum Access: Sendable, Hashable {
        /// Anybody.
        case open
        /// Clients that have the scope.
        case scope(Scope)
        /// Clients whose reach is everything and that have the scope.
        case whole(Scope)
    }

    package struct Parameter: Sendable {
        package enum Place: String, Sendable, Hashable { case path, query, header }

        package let name: String
        package let place: Place
        package let type: ValueType
        package let meaning: String
        package let example: String
    }

    package struct Body: Sendable {
        package let mediaType: String
        /// JSON Schema, written.
        package let schema: String
        package let example: String
        package let limit: Int
    }

    package struct Content: Sendable {
        package let mediaType: String
        package let schema: String
        package let example: String?
    }

    package let method: HTTPRequest.Method
    /// `/v1/cdrs/{id}`
    package let path: String
    package let name: String
    package let group: String
    package let summary: String
    package let access: Access
    package var parameters: [Parameter] = []
    /// Columns that exist and that nothing is looked up by.
    package var unindexed: [String] = []
    /// All columns of a list.
    var columns: [String] = []
    package var body: Body?
    /// Of the good answer, the usual one first.
    package let contents: [Content]
    /// Other statuses it may give besides those that every route may.
    package var statuses: [Int] = []
    /// Token and contract ids, or documents that hold them, go out to those who may see them.
    package var showsPersonalData = false
    let handle: @Sendable (Call) async throws -> Answer

    /// `GET /v1/cdrs/{id}`
    package var title: String { "\(method.rawValue) \(path)" }

    package var scope: Scope? {
        switch access {
        case .open: nil
        case .scope(let scope), .whole(let scope): scope
        }
    }
}

/// What a value in a path, a query or a header looks like.
package enum ValueType: Sendable, Hashable {
    /// `2026-10`
    case month
    /// 1 … 1000
    case limit
    case cursor
    /// `IN-TPC`
    case party
    /// A number from 1, as our ids are.
    case number
    /// A small number from 1, as versions are.
    case version
    /// Letters, digits and what ids of partners consist of.
    case name
    /// Only these words: orders of a list.
    case sort([String])

    /// JSON Schema.
    package var schema: String {
        switch self {
        case .month: #"{"type":"string","pattern":"^20[0-9]{2}-(0[1-9]|1[0-2])$"}"#
        case .limit: #"{"type":"integer","minimum":1,"maximum":1000,"default":100}"#
        case .cursor: #"{"type":"string","pattern":"^[A-Za-z0-9_-]{2,1000}$"}"#
        case .party: #"{"type":"string","pattern":"^[A-Za-z]{2}-[A-Za-z0-9]{3}$"}"#
        case .number: #"{"type":"string","pattern":"^[1-9][0-9]{0,17}$"}"#
        case .version: #"{"type":"integer","minimum":1,"maximum":1000000}"#
        case .name: #"{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9*~._-]{0,99}$"}"#
        case .sort(let words):
            #"{"type":"string","enum":["\#(words.joined(separator: #"",""#))"]}"#
        }
    }

    /// Nil when it is one.
    func complaint(about text: String) -> String? {
        let bytes = Array(text.utf8)
        func is_(_ byte: UInt8, in range: ClosedRange<UInt8>) -> Bool { range.contains(byte) }
        func isDigit(_ byte: UInt8) -> Bool { is_(byte, in: 48...57) }
        func isLetter(_ byte: UInt8) -> Bool { is_(byte | 32, in: 97...122) }
        func isNumber(upTo most: Int, digits: Int) -> Bool {
            !bytes.isEmpty && bytes.count <= digits && bytes.allSatisfy(isDigit)
                && bytes[0] != 48 && (Int(text) ?? .max) <= most
        }
        let fits: Bool
        let words: String
        switch self {
        case .month:
            fits =
                bytes.count == 7 && text.hasPrefix("20") && bytes[4] == 45
                && bytes.enumerated().allSatisfy { $0.offset == 4 || isDigit($0.element) }
                && (1...12).contains(Int(text.suffix(2)) ?? 0)
            words = "a month like 2026-10"
        case .limit: (fits, words) = (isNumber(upTo: 1000, digits: 4), "a number from 1 to 1000")
        case .version:
            (fits, words) = (isNumber(upTo: 1_000_000, digits: 7), "a number from 1 to 1000000")
        case .number:
            (fits, words) = (
                isNumber(upTo: .max, digits: 18), "a number from 1, of at most 18 digits"
            )
        case .cursor:
            fits =
                (2...1000).contains(bytes.count)
                && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == 45 || $0 == 95 }
            words = "a cursor as it stood in a Link"
        case .party:
            fits =
                bytes.count == 6 && bytes[2] == 45 && bytes[..<2].allSatisfy(isLetter)
                && bytes[3...].allSatisfy { isLetter($0) || isDigit($0) }
            words = "a country and party id like IN-TPC"
        case .name:
            fits =
                (1...100).contains(bytes.count) && (isLetter(bytes[0]) || isDigit(bytes[0]))
                && bytes.allSatisfy {
                    isLetter($0) || isDigit($0) || [42, 45, 46, 95, 126].contains($0)
                }
            words = "letters, digits and * - . _ ~, at most 100 of them"
        case .sort(let list):
            (fits, words) = (list.contains(text), "one of " + list.joined(separator: ", "))
        }
        return fits ? nil : "expected \(words)"
    }
}
