import Amounts
import CLibPQ
import Roaming

/// Rows of one statement, one at a time in binary form, columns by position from 0.
///
/// A class because it owns the C result of the current row. Dropping it before the end cancels the
/// statement. A column that is NULL where the query says it cannot be is our own bug.
final class RowReader {
    private let connection: Connection
    private let query: Query
    private var current: OpaquePointer?
    /// More rows may come over the connection.
    private let isStream: Bool

    init(_ connection: Connection, _ query: Query) {
        self.connection = connection
        self.query = query
        isStream = true
    }

    /// At the only row of a result that is here already; `next` moves behind it.
    init(_ connection: Connection, _ query: Query, at row: OpaquePointer) {
        self.connection = connection
        self.query = query
        current = row
        isStream = false
    }

    deinit {
        if let current { PQclear(current) }
        if isStream { connection.abandonStream() }
    }

    /// Moves to the next row; false at the end.
    func next() throws(StoreError) -> Bool {
        if let current {
            PQclear(current)
            self.current = nil
        }
        while isStream, connection.isStreaming, let result = try connection.nextResult(query.name) {
            if PQntuples(result) > 0 {
                current = result
                return true
            }
            PQclear(result)
        }
        return false
    }

    func isNull(_ column: Int32) -> Bool { PQgetisnull(current, 0, column) == 1 }

    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(current, 0, column), count: Int(PQgetlength(current, 0, column)))
    }

    func int8(_ column: Int32) -> Int64 { number(column) }
    func int4(_ column: Int32) -> Int { Int(number(column) as Int32) }
    func int2(_ column: Int32) -> Int { Int(number(column) as Int16) }
    func bool(_ column: Int32) -> Bool { bytes(column).first == 1 }

    func int8IfAny(_ column: Int32) -> Int64? { isNull(column) ? nil : int8(column) }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }
    func textIfAny(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func instant(_ column: Int32) -> Instant {
        Instant(milliseconds: int8(column).dividedDown(by: 1000) + millisecondsTo2000)
    }
    func instantIfAny(_ column: Int32) -> Instant? { isNull(column) ? nil : instant(column) }

    func day(_ column: Int32) -> Day { Day(daysSince1970: int4(column) + 10_957) }
    func month(_ column: Int32) -> Month { Month(containing: day(column)) }

    func decimal(_ column: Int32) throws(StoreError) -> ExactDecimal {
        guard let value = Store.decimal(fromNumeric: bytes(column)) else {
            throw unreadable(column, "is a number with more digits than the exact type holds")
        }
        return value
    }

    func decimalIfAny(_ column: Int32) throws(StoreError) -> ExactDecimal? {
        isNull(column) ? nil : try decimal(column)
    }

    func party(_ column: Int32) throws(StoreError) -> PartyID {
        guard let party = PartyID(text(column)) else { throw unreadable(column, "is no party id") }
        return party
    }

    func currency(_ column: Int32) throws(StoreError) -> Currency {
        guard let currency = Currency(text(column)) else {
            throw unreadable(column, "is no currency code")
        }
        return currency
    }

    func value<Value: RawRepresentable>(
        _ column: Int32, as type: Value.Type
    ) throws(StoreError) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text(column)) else {
            throw unreadable(column, "is none of the values this program knows")
        }
        return value
    }

    /// A one-dimensional array without NULLs.
    func int8s(_ column: Int32) -> [Int64] { elements(column).map { load($0) } }
    func int4s(_ column: Int32) -> [Int] { elements(column).map { Int(load($0) as Int32) } }
    func texts(_ column: Int32) -> [String] {
        elements(column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A one-dimensional array that may hold NULLs.
    func textsIfAny(_ column: Int32) -> [String?] {
        let bytes = bytes(column)
        guard bytes.count > 12 else { return [] }
        let count = Int(load(UnsafeRawBufferPointer(rebasing: bytes[12..<16])) as Int32)
        var texts: [String?] = []
        texts.reserveCapacity(count)
        var at = 20
        for _ in 0..<count {
            let length = Int(load(UnsafeRawBufferPointer(rebasing: bytes[at..<at + 4])) as Int32)
            at += 4
            guard length >= 0 else {
                texts.append(nil)
                continue
            }
            texts.append(String(decoding: bytes[at..<at + length], as: UTF8.self))
            at += length
        }
        return texts
    }

    func unreadable(_ column: Int32, _ why: String) -> StoreError {
        let name = query.columns[Int(column)].name
        return StoreError(.value, "column \(name) \(why)", query: query.name)
    }

    private func number<Number: FixedWidthInteger>(_ column: Int32) -> Number {
        let bytes = bytes(column)
        precondition(
            bytes.count == MemoryLayout<Number>.size && !isNull(column),
            "\(query.name): column \(column) is NULL or of another width than declared")
        return load(bytes)
    }

    private func load<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer) -> Number {
        Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    private func elements(_ column: Int32) -> [UnsafeRawBufferPointer] {
        let bytes = bytes(column)
        guard bytes.count > 12 else { return [] }
        let count = Int(load(UnsafeRawBufferPointer(rebasing: bytes[12..<16])) as Int32)
        var elements: [UnsafeRawBufferPointer] = []
        elements.reserveCapacity(count)
        var at = 20
        for _ in 0..<count {
            let head = UnsafeRawBufferPointer(rebasing: bytes[at..<(at + 4)])
            let length = Int(load(head) as Int32)
            precondition(length >= 0, "\(query.name): an array holds NULL")
            elements.append(UnsafeRawBufferPointer(rebasing: bytes[(at + 4)..<(at + 4 + length)]))
            at += 4 + length
        }
        return elements
    }
}
