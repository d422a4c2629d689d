import Intake
package import Roaming

/// What a partner has sent to a sandbox hub, and the rules by which it takes it: those of the
/// specification's receivers, read strictly, so that who sends to it is told of every mistake.
package struct SandboxShelf: Sendable {
    package struct Kept: Sendable, Hashable {
        /// As it came.
        package var bytes: [UInt8]
        /// Of the request that brought it.
        package var from: PartyID?
        package var to: PartyID?
        /// Requests that brought it, or what it replaced.
        package var times = 1
    }

    /// By place below the version: `tariffs/IN/MGM/T1`, `cdrs/17`.
    package private(set) var objects: [String: Kept] = [:]
    /// What was wrong, request by request.
    package private(set) var mistakes: [String] = []
    /// Invoice records that were taken back, by place.
    package private(set) var deleted: Set<String> = []

    private static let invoices = OwnEndpoints.invoices

    package init() {}

    /// A request to a receiver of the hub.
    struct Order {
        let method: String
        /// From the module on.
        let path: [String]
        let query: [String: String]
        let body: [UInt8]
        let routing: Routing
        let version: OCPIVersion
        /// Whose objects may come.
        let parties: Set<PartyID>
    }

    enum Answer {
        case kept(place: String)
        case found([UInt8])
        /// Status code of OCPI, and why.
        case refused(Int, String)
        case missing
        case notAllowed
    }

    mutating func answer(_ order: Order) -> Answer {
        let place = order.path.joined(separator: "/")
        switch (order.method, order.path.count) {
        case ("GET", 2...4): return objects[place].map { .found($0.bytes) } ?? .missing
        case ("POST", 1) where ["cdrs", Self.invoices].contains(order.path[0]):
            return post(order)
        case ("PUT", 4) where order.path[0] != "cdrs": return put(order, at: place)
        case ("DELETE", 4) where order.path[0] == Self.invoices:
            guard objects.removeValue(forKey: place) != nil else { return .missing }
            deleted.insert(place)
            return .kept(place: place)
        default: return .notAllowed
        }
    }

    private mutating func post(_ order: Order) -> Answer {
        guard let object = RawJSON(order.body), let id = object.text("id") else {
            return refuse("a POST without an object that has an id")
        }
        let isCDR = order.path[0] == "cdrs"
        let party = object.party
        if order.version != .v211 || !isCDR {
            guard let party, order.parties.contains(party) else {
                return refuse("\(order.path[0]) \(id) is of none of the partner's parties")
            }
        }
        let place =
            isCDR
            ? "cdrs/\(id)"
            : [order.path[0], party?.country, party?.party, id]
                .compactMap { $0 }.joined(separator: "/")
        if let mistake = routed(order, of: party, place) { return refuse(mistake) }
        if let known = objects[place], known.bytes != order.body {
            return refuse("\(place) is known with other content")
        }
        keep(order, at: place)
        return .kept(place: place)
    }

    private mutating func put(_ order: Order, at place: String) -> Answer {
        let path = order.path
        guard let object = RawJSON(order.body) else { return refuse("\(place): no object") }
        // The credentials of 2.1.1 name one party, whatever else the partner is.
        guard let party = PartyID(country: path[1], party: path[2]),
            order.version == .v211 || order.parties.contains(party)
        else { return refuse("\(place) is of none of the partner's parties") }
        guard object.text(path[0] == "tokens" ? "uid" : "id") == path[3] else {
            return refuse("\(place) holds another id")
        }
        if order.version != .v211, object.party != party {
            return refuse("\(place) holds another party")
        }
        if path[0] == "tokens", object.text("type") != order.query["type"] ?? "RFID" {
            return refuse("\(place) holds another type")
        }
        guard object.text("last_updated") != nil else {
            return refuse("\(place) does not say when it changed")
        }
        if let mistake = routed(order, of: party, place) { return refuse(mistake) }
        if path[0] == Self.invoices, objects[place] == nil { return .missing }
        keep(order, at: place)
        return .kept(place: place)
    }

    private mutating func keep(_ order: Order, at place: String) {
        let kept = Kept(
            bytes: order.body, from: order.routing.from, to: order.routing.to,
            times: (objects[place]?.times ?? 0) + 1)
        objects[place] = kept
    }

    private mutating func refuse(_ words: String) -> Answer {
        mistakes.append(words)
        return .refused(2001, words)
    }

    /// What is wrong with the routing headers; nil when nothing is.
    private func routed(_ order: Order, of party: PartyID?, _ place: String) -> String? {
        guard order.version != .v211 else { return nil }
        guard order.routing.from == party else { return "\(place) does not come from its party" }
        return order.routing.to == nil ? "\(place) is for nobody" : nil
    }
}

extension Routing {
    /// Nil when it is not said, or is no party.
    var to: PartyID? {
        guard let toCountry, let toParty else { return nil }
        return PartyID(country: toCountry, party: toParty)
    }
}

extension RawJSON {
    /// The text of a member, as it stands between its quotes.
    func text(_ name: String) -> String? {
        guard case .atom(let quoted)? = self[name], quoted.first == UInt8(ascii: "\"") else {
            return nil
        }
        return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
    }

    /// `country_code` and `party_id`; nil where it has none.
    var party: PartyID? {
        guard let country = text("country_code"), let party = text("party_id") else { return nil }
        return PartyID(country: country, party: party)
    }
}
