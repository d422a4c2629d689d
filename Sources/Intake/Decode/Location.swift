import Amounts
package import Roaming

/// Reads a Location (mod_locations) of any version, with its EVSEs.
/// - Parameter version: nil to judge by the object's shape.
package func decodeLocation(
    _ bytes: UnsafeRawBufferPointer, as version: OCPIVersion?, using reader: inout JSONReader
) throws(Reject) -> Decoded<Location> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var draft = LocationDraft()
        try reader.enterObject()
        while let key = try reader.nextKey() { try draft.read(key, &reader) }
        return try draft.location(version, &reader)
    }
}

private struct LocationDraft {
    var party = PartyDraft()
    var id: String?
    var name: String?
    var city: String?
    var state: String?
    var country: String?
    var timeZone: String?
    var evses: [Location.EVSE] = []
    var lastUpdated: Instant?

    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) {
        switch key {
        case "country_code": party.country = try reader.partyText()
        case "party_id": party.id = try reader.partyText()
        case "id": id = try reader.identifier()
        case "name": name = try reader.string()
        case "city": city = try reader.string()
        case "state": state = try reader.string()
        case "country": country = try reader.identifier()
        case "time_zone": timeZone = try reader.string()
        case "evses": try readEVSEs(&reader)
        case "last_updated": lastUpdated = try reader.instant()
        default: try reader.skip()
        }
    }

    private mutating func readEVSEs(_ reader: inout JSONReader) throws(Reject) {
        if try reader.takeNull() { return }
        try reader.enterArray()
        while try reader.nextElement() {
            var uid: String?
            var evseID: String?
            var connectors: [Location.Connector] = []
            try reader.enterObject()
            while let key = try reader.nextKey() {
                switch key {
                case "uid": uid = try reader.identifier()
                case "evse_id": evseID = try reader.identifier()
                case "connectors":
                    // A site is not refused over what only a check of plausibility needs.
                    connectors =
                        try reader.leniently { (reader) throws(Reject) in
                            try reader.connectors()
                        } ?? []
                default: try reader.skip()
                }
            }
            evses.append(
                Location.EVSE(
                    uid: try reader.required(uid, "uid"), evseID: evseID, connectors: connectors))
        }
    }

    func location(
        _ given: OCPIVersion?, _ reader: inout JSONReader
    ) throws(Reject) -> Location {
        var evidence = VersionEvidence()
        evidence.v211 = party.country == nil && party.id == nil
        let version = evidence.version(given: given)
        let id = try reader.required(id, "id")
        if timeZone == nil, version != .v211 {
            reader.note(
                .fieldMissing,
                "The location has no time_zone; prices by time of day need one, or its country's.")
        }
        return Location(
            party: try party.party(version, &reader), id: id, name: name, city: city, state: state,
            country: try reader.required(country, "country"), timeZone: timeZone, evses: evses,
            lastUpdated: try reader.required(lastUpdated, "last_updated"))
    }
}

extension JSONReader {
    fileprivate mutating func connectors() throws(Reject) -> [Location.Connector]? {
        if try takeNull() { return nil }
        var connectors: [Location.Connector] = []
        try enterArray()
        while try nextElement() {
            var id: String?
            var power: ExactDecimal?
            try enterObject()
            while let key = try nextKey() {
                switch key {
                case "id": id = try identifier()
                case "max_electric_power": power = try number()
                default: try skip()
                }
            }
            if let id, let power, !power.isNegative {
                connectors.append(Location.Connector(id: id, powerMax: power))
            }
        }
        return connectors
    }
}
