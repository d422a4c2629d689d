import Amounts
import Roaming

/// Reads the batch line of the plain kind, which most are; see `PlainCursor`. One in a `JSONReader`.
struct PlainReader: ~Copyable {
    var cursor: PlainCursor
    /// What repeats from document to document, not worked out twice.
    var recent = RecentValues()
    let shapes = PlainShapes()
    /// The tariff id read last in this document: the next one is nearly always the same.
    private var id: (bytes: JSONKey, text: String)?

    /// - Parameter nowhere: where to stand until the first document comes.
    init(at nowhere: UnsafePointer<UInt8>) {
        cursor = PlainCursor(at: nowhere)
    }

    /// Reads a line over the last one, whose arrays serve again. What stands in `line` after
    /// `NotPlain` means nothing.
    mutating func read(_ document: PaddedBytes, into line: inout BatchLine) throws(NotPlain) {
        cursor = try PlainCursor(document)
        id = nil
        line.charge.reset()
        line.timeZone = nil
        var fields = PlainFields()
        var others = PlainOtherFields()
        var tariffCount = 0
        var hasCDR = false
        try cursor.take("{")
        repeat {
            guard let name = try cursor.field(shapes.batch, &fields) else {
                try cursor.skipField(&others)
                continue
            }
            if cursor.takesNull() { continue }
            switch name {
            case .cdr:
                hasCDR = true
                try charge(into: &line.charge)
            case .tariff: try tariff(into: &line.tariffs, &tariffCount)
            case .tariffs: try tariffs(into: &line.tariffs, &tariffCount)
            case .timeZone: line.timeZone = try cursor.text().text
            }
        } while cursor.takes(",")
        try cursor.close("}")
        try cursor.finish()
        guard hasCDR else { throw NotPlain() }
        line.tariffs.removeLast(line.tariffs.count - tariffCount)
    }

    mutating func currency() throws(NotPlain) -> Currency {
        guard let currency = recent.currency(try cursor.text()) else { throw NotPlain() }
        return currency
    }

    /// The id of a tariff, as its object or a period has it.
    @inline(__always)
    mutating func tariffID() throws(NotPlain) -> String {
        let bytes = try cursor.identifier()
        if let id, id.bytes.equals(bytes) { return id.text }
        let text = bytes.text
        id = (bytes, text)
        return text
    }
}
