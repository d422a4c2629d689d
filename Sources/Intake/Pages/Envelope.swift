/// OCPI's response envelope (2.2.1 transport_and_format, Response format), as far as it was read.
struct Envelope {
    static let keys = ["data", "status_code", "status_message"]

    /// One of the envelope's own fields was there; until then it may be a single object.
    var isSure = false
    /// A field was there that only an object has.
    var isObject = false
    var hasData = false
    var statusCode: String?
    var statusMessage: String?
    var timestamp: String?
    /// Fields read so far.
    var fields = 0

    /// 1xxx is success (2.2.1 status_codes). Nil when none was sent.
    var isSuccess: Bool? {
        statusCode.map { $0.utf8.count == 4 && $0.utf8.first == UInt8(ascii: "1") }
    }
}
