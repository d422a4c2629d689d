import Hubs
import Intake
import Roaming
import Store

/// A push as it came, for the thread that keeps pushes.
struct PushOrder: Sendable {
    let visitor: HubVisitor
    let version: OCPIVersion
    let module: Module
    /// Behind the module's name; nil for a CDR.
    let place: PushedPlace?
    let call: OCPICall
    let at: Instant

    /// The body without the white space around it, as a file's object would be.
    var body: [UInt8] {
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let first = call.body.firstIndex(where: { !isSpace($0) }),
            let last = call.body.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return Array(call.body[first...last])
    }

    var origin: PageOrigin {
        PageOrigin(source: "push", hub: visitor.name, module: module)
    }

    /// `type` of a token's address; a PUT that leaves it away means the type of what it brings, for
    /// the rest it is RFID (mod_tokens, Request Parameters).
    func tokenType(using reader: inout JSONReader) -> String {
        guard module == .tokens else { return "" }
        if let told = call.query["type"] { return told }
        guard call.method == "PUT", let object = try? ObjectText(body, using: &reader) else {
            return "RFID"
        }
        return object["type"].flatMap { readString($0, using: &reader) } ?? "RFID"
    }

    /// - Parameter refused: the reject's code.
    func push(
        _ object: PushedObject, merged: [UInt8]?, sha256: [UInt8], lastUpdated: Instant?,
        refused: String?
    ) -> Push {
        Push(
            object: object, method: call.method, version: version,
            path: call.path.joined(separator: "/"), requestID: call.requestID,
            correlationID: call.correlationID, receivedAt: at, lastUpdated: lastUpdated,
            sent: body, merged: merged, sha256: sha256, refused: refused)
    }
}

extension Reject {
    /// What the hub is told of it: status 2001, the code, where and why.
    var reply: OCPIReply {
        let place = pointer.isEmpty ? "" : " at \(pointer)"
        return .refused(2001, "\(code)\(place): \(text)")
    }
}
