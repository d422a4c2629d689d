package import Intake
import NIOHTTP1
package import Roaming

/// One object of ours on its way to a hub's receiver.
package struct Parcel: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable {
        /// A new CDR or invoice record, at the endpoint itself.
        case post = "POST"
        /// Everything else, in place of what was there before.
        case put = "PUT"
        case delete = "DELETE"
    }

    package var method: Method
    package var address: WebAddress
    /// Nil where there is nothing but the address.
    package var body: [UInt8]?
    package var routing: Routing
    /// What of: names the requests that are about one thing.
    package var topic: String

    package init(
        method: Method, address: WebAddress, body: [UInt8]?, routing: Routing = Routing(),
        topic: String
    ) {
        self.method = method
        self.address = address
        self.body = body
        self.routing = routing
        self.topic = topic
    }
}

/// What a hub answered to a parcel, whether it took it or not.
package struct ParcelAnswer: Sendable, Hashable {
    package var httpStatus: Int
    /// Of OCPI; nil when the answer had none.
    package var statusCode: Int?
    /// Where the hub keeps it.
    package var location: String?
    package var requestID: String
    package var correlationID: String
    /// Why it did not take it; nil when it did.
    package var refusal: String?
}

extension WebAddress {
    /// Where an object stands below its module's receiver endpoint (Receiver Interface of the modules).
    package func place(
        of id: String, _ party: PartyID, tokenType: String? = nil
    ) -> WebAddress {
        let place = appending(party.country, party.party, id)
        return tokenType.map { place.with([("type", $0)]) } ?? place
    }
}

extension VersionDetails {
    /// Where a module's objects are sent. In 2.1.1 there is one endpoint a module; later the receiver's.
    package func receiver(of identifier: String) -> String? { endpoint(identifier, "RECEIVER") }

    /// The endpoint of a role, else the one without any.
    func endpoint(_ identifier: String, _ role: String) -> String? {
        let named = endpoints.filter { $0.identifier == identifier }
        return (named.first { $0.role == role } ?? named.first { $0.role == nil })?.url
    }
}

extension Routing {
    /// As headers; none where nobody is named.
    var headers: [(name: String, value: String)] {
        [
            ("OCPI-from-country-code", fromCountry), ("OCPI-from-party-id", fromParty),
            ("OCPI-to-country-code", toCountry), ("OCPI-to-party-id", toParty),
        ].compactMap { name, value in value.map { (name, $0) } }
    }

    package init(from: PartyID, to: PartyID?) {
        self.init(
            toCountry: to?.country, toParty: to?.party, fromCountry: from.country,
            fromParty: from.party)
    }
}

extension HubClient {
    /// Sends an object until the hub has answered for it: an answer that says it may fare better later
    /// is no answer yet. All methods may be repeated: PUT and DELETE by what they are, and a CDR or
    /// record that is POSTed twice has one id.
    /// - Throws: what concerns the hub and not the object.
    package func deliver(
        _ parcel: Parcel, token: String
    ) async throws(HubFault) -> ParcelAnswer {
        var asked = 0
        let answer = try await untilItPasses(at: parcel.address) { () throws(HubFault) in
            asked += 1
            var request = request(
                HTTPMethod(rawValue: parcel.method.rawValue), parcel.address, token: token,
                about: parcel.topic)
            request.body = parcel.body
            request.routing = parcel.routing.headers
            return try judge(try await followed(request), of: parcel)
        }
        guard asked > 1, answer.refusal != nil, parcel.method == .post else { return answer }
        var doubtful = answer
        doubtful.refusal? += " (asked \(asked) times; an earlier one may have been taken)"
        return doubtful
    }

    private func judge(
        _ answer: HubAnswer, of parcel: Parcel
    ) throws(HubFault) -> ParcelAnswer {
        var judged = ParcelAnswer(
            httpStatus: answer.status, location: answer.location, requestID: answer.requestID,
            correlationID: answer.correlationID)
        if let fault = answer.fault(now: now) {
            guard !fault.mayPass, fault.code != .tokenRefused else { throw fault }
            // What is to be gone is gone.
            if parcel.method == .delete, answer.status == 404 { return judged }
            let reply = answer.statusIfAny
            // Who says in OCPI that it is not to be had has understood, as has who finds the content bad;
            // any other is no receiver of ours.
            guard reply != nil || [400, 409, 413, 422].contains(answer.status) else { throw fault }
            judged.statusCode = reply?.statusCode
            judged.refusal = reply?.words ?? "HTTP \(answer.status)"
            return judged
        }
        // Some peers confirm by HTTP alone.
        if answer.body.isEmpty, [201, 204].contains(answer.status) { return judged }
        let reply = try answer.plainReply { (bytes, reader) throws(Reject) in
            try decodeStatus(bytes, using: &reader)
        }
        let code = StatusCode(reply.statusCode)
        if code.kind == .theirTrouble {
            throw HubFault(
                .ocpiStatus, "\(answer.address) answered status \(reply.words)", mayPass: true)
        }
        judged.statusCode = reply.statusCode
        judged.refusal = code.kind == .success ? nil : reply.words
        return judged
    }
}

extension HubAnswer {
    /// The status of a body that is a response; nil for any other.
    fileprivate var statusIfAny: HubReply<Bool>? {
        try? plainReply { (bytes, reader) throws(Reject) in
            try decodeStatus(bytes, using: &reader)
        }
    }
}

extension HubReply {
    /// `2001 (invalid or missing parameters): no such party`
    fileprivate var words: String {
        "\(StatusCode(statusCode))" + (message.map { ": \($0.prefix(200))" } ?? "")
    }
}
