import Intake
package import Roaming

/// One request to us, without HTTP around it.
package struct OCPICall: Sendable, Hashable {
    /// GET, POST …
    package var method: String
    /// Below `/ocpi`, unescaped: `["2.2.1", "receiver", "cdrs"]`.
    package var path: [String]
    /// Without escapes; of a name that is there twice the first.
    package var query: [String: String]
    package var authorization: String?
    package var requestID: String?
    package var correlationID: String?
    package var routing: Routing
    package var body: [UInt8]

    package init(
        method: String, path: [String], query: [String: String] = [:],
        authorization: String? = nil, requestID: String? = nil, correlationID: String? = nil,
        routing: Routing = Routing(), body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.authorization = authorization
        self.requestID = requestID
        self.correlationID = correlationID
        self.routing = routing
        self.body = body
    }
}

/// Between whom a message goes through a hub (2.2.1 transport_and_format, Message routing headers).
package struct Routing: Sendable, Hashable {
    package var toCountry: String?
    package var toParty: String?
    package var fromCountry: String?
    package var fromParty: String?

    package init(
        toCountry: String? = nil, toParty: String? = nil, fromCountry: String? = nil,
        fromParty: String? = nil
    ) {
        self.toCountry = toCountry
        self.toParty = toParty
        self.fromCountry = fromCountry
        self.fromParty = fromParty
    }

    /// Nil when it is not said, or is no party.
    package var from: PartyID? {
        guard let fromCountry, let fromParty else { return nil }
        return PartyID(country: fromCountry, party: fromParty)
    }

    /// What is wrong with the headers; nil when nothing is. A peer may leave them all away (a direct
    /// link does); whom it names has to be there.
    /// - Parameter ours: whom a message on this link may be for.
    package func objection(ours: Set<PartyID>) -> String? {
        guard (toCountry == nil) == (toParty == nil), (fromCountry == nil) == (fromParty == nil)
        else {
            return "the routing headers name a party by half: country-code and party-id go together"
        }
        if let fromCountry, let fromParty, from == nil {
            return "OCPI-from: ‘\(fromCountry.prefix(8))-\(fromParty.prefix(8))’ is no party"
        }
        guard let toCountry, let toParty else { return nil }
        guard let to = PartyID(country: toCountry, party: toParty), ours.contains(to) else {
            return
                "OCPI-to: ‘\(toCountry.prefix(8))-\(toParty.prefix(8))’ is none of our parties here"
        }
        return nil
    }
}

/// What we answer: an OCPI response (transport_and_format, Response format) in an HTTP status.
package struct OCPIReply: Sendable, Hashable {
    /// Of HTTP.
    package var status: Int
    package var statusCode: Int
    package var message: String
    /// JSON; nil for a response without `data`.
    package var data: [UInt8]?
    package var headers: [Header]

    package struct Header: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    private init(
        status: Int, statusCode: Int, message: String, data: [UInt8]?, headers: [Header] = []
    ) {
        self.status = status
        self.statusCode = statusCode
        self.message = message
        self.data = data
        self.headers = headers
    }

    package static func success(
        _ data: [UInt8]? = nil, status: Int = 200, headers: [Header] = []
    ) -> OCPIReply {
        OCPIReply(
            status: status, statusCode: 1000, message: "Success", data: data, headers: headers)
    }

    package static func success(_ data: String) -> OCPIReply { success(Array(data.utf8)) }

    /// Some objects of a list, with the headers of pagination (transport_and_format).
    package static func page(
        _ objects: [[UInt8]], _ wish: PageWish, of total: Int, at address: WebAddress
    ) -> OCPIReply {
        var data: [UInt8] = [UInt8(ascii: "[")]
        for (index, object) in objects.enumerated() {
            if index > 0 { data.append(UInt8(ascii: ",")) }
            data += object
        }
        data.append(UInt8(ascii: "]"))
        var headers = [
            Header("X-Total-Count", String(total)), Header("X-Limit", String(wish.limit)),
        ]
        if let next = wish.next(at: address, of: total) {
            headers.append(Header("Link", "<\(next)>; rel=\"next\""))
        }
        return success(data, headers: headers)
    }

    /// A mistake of the one who asks (2xxx). HTTP says 200 where the request was understood and its
    /// content is at fault.
    package static func refused(
        _ statusCode: Int, _ message: String, status: Int = 200
    ) -> OCPIReply {
        OCPIReply(status: status, statusCode: statusCode, message: message, data: nil)
    }

    package static let unauthorized = OCPIReply(
        status: 401, statusCode: 2000, message: "no token, or not one of ours", data: nil,
        headers: [Header("WWW-Authenticate", "Token")])

    package static func notFound(_ what: String, statusCode: Int = 2000) -> OCPIReply {
        OCPIReply(status: 404, statusCode: statusCode, message: what, data: nil)
    }

    package static func notAllowed(_ what: String, allow: String) -> OCPIReply {
        OCPIReply(
            status: 405, statusCode: 2000, message: what, data: nil,
            headers: [Header("Allow", allow)])
    }

    /// Something is wrong here (3xxx); nothing was stored.
    package static func troubled(
        _ statusCode: Int, _ message: String, status: Int
    ) -> OCPIReply {
        OCPIReply(status: status, statusCode: statusCode, message: message, data: nil)
    }

    /// The response, with our time of answering.
    package func body(at now: Instant) -> [UInt8] {
        var out = Array("{".utf8)
        if let data {
            out += "\"data\":".utf8
            out += data
            out.append(UInt8(ascii: ","))
        }
        out +=
            "\"status_code\":\(statusCode),\"status_message\":\(JSONText.quoted(message)),"
            .utf8
        out += "\"timestamp\":\"\(now)\"}".utf8
        return out
    }
}
