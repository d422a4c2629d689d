package import Roaming

/// One response of a hub (2.2.1 transport_and_format, Response format): what happened, and what was
/// asked for. An error may come with HTTP 200, so the status code has the last word.
package struct HubReply<Content: Sendable>: Sendable {
    /// 1xxx success, 2xxx our mistake, 3xxx the server's, 4xxx a hub's (status_codes).
    package var statusCode: Int
    package var message: String?
    /// When the server says it answered, by its own clock.
    package var timestamp: Instant?
    /// Nil when there was no `data`, or the status says it means nothing.
    package var content: Content?

    package init(
        statusCode: Int, message: String? = nil, timestamp: Instant? = nil, content: Content? = nil
    ) {
        self.statusCode = statusCode
        self.message = message
        self.timestamp = timestamp
        self.content = content
    }
}

/// Reads a response whose `data` is read by `content`, in a second walk once the status is known. Where the status is no success, `data` may be
/// anything (2.1.1 status_codes) and is not looked into.
func decodeReply<Content>(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader,
    _ content: (inout JSONReader) throws(Reject) -> Content
) throws(Reject) -> HubReply<Content> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var (code, message): (Int64?, String?)
        var timestamp: Instant?
        var hasData = false
        let start = reader.mark()
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "status_code": code = try reader.whole()
            case "status_message": message = try reader.string()
            case "timestamp": timestamp = try reader.instant()
            case "data":
                hasData = try !reader.takeNull()
                if hasData { try reader.skip() }
            default: try reader.skip()
            }
        }
        let status = try reader.required(code, "status_code")
        guard (1000...4999).contains(status) else {
            throw Reject(.badNumber, at: "/status_code", "\(status) is no status code of OCPI.")
        }
        var reply = HubReply<Content>(
            statusCode: Int(status), message: message, timestamp: timestamp)
        guard hasData, status < 2000 else { return reply }
        reader.rewind(to: start)
        try reader.enterObject()
        while let key = try reader.nextKey() {
            guard case "data" = key else {
                try reader.skip()
                continue
            }
            reply.content = try content(&reader)
        }
        return reply
    }.value
}

/// Reads a response of which only the status counts.
package func decodeStatus(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> HubReply<Bool> {
    try decodeReply(bytes, using: &reader) { (reader) throws(Reject) in
        try reader.skip()
        return true
    }
}

/// Reads a response whose `data` is a list, and counts its elements.
package func decodeCount(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> HubReply<Int> {
    try decodeReply(bytes, using: &reader) { (reader) throws(Reject) in
        var count = 0
        try reader.list { (reader) throws(Reject) in
            try reader.skip()
            count += 1
        }
        return count
    }
}
