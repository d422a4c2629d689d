import Amounts
import Roaming

/// The country_code and party_id of an object.
struct PartyDraft {
    var country: PartyText?
    var id: PartyText?

    /// - Throws: `MISSING_FIELD`, `BAD_PARTY`.
    func party(_ reader: inout JSONReader) throws(Reject) -> PartyID {
        let country = try reader.required(country, "country_code")
        let id = try reader.required(id, "party_id")
        guard let party = reader.recent.party(country, id) else {
            let place = reader.pointer + (country.count == 2 ? "/party_id" : "/country_code")
            throw Reject(
                .badParty, at: place,
                "‘\(country.text.prefix(20))’ and ‘\(id.text.prefix(20))’ are no party: two letters of a "
                    + "country and three characters of a party id are.")
        }
        return party
    }

    /// In 2.1.1, which has no such fields, nil when they are absent.
    func party(
        _ version: OCPIVersion, _ reader: inout JSONReader
    ) throws(Reject) -> PartyID? {
        if version == .v211, country == nil, id == nil { return nil }
        return try party(&reader)
    }

    /// In 2.1.1 the CPO is in the EVSE id.
    func cpo(
        _ version: OCPIVersion, _ place: ChargingPlace, _ reader: inout JSONReader
    ) throws(Reject) -> PartyID? {
        if version == .v211, country == nil, id == nil {
            return place.evseID.flatMap { Identifier.party(in: $0) }
        }
        return try party(&reader)
    }
}

extension JSONReader {
    @inline(__always)
    mutating func partyText() throws(Reject) -> PartyText? {
        guard let text = try text() else { return nil }
        return PartyText(text)
    }

    /// CdrToken (2.2.1).
    mutating func token() throws(Reject) -> TokenReference? {
        if try takeNull() { return nil }
        var party = PartyDraft()
        var uid: String?
        var contractID: String?
        var isOneTime = false
        try enterObject()
        while let key = try nextKey() {
            switch key {
            case "country_code": party.country = try partyText()
            case "party_id": party.id = try partyText()
            case "uid": uid = try identifier()
            case "type": isOneTime = try oneTimeType()
            case "contract_id": contractID = try identifier()
            default: try skip()
            }
        }
        return TokenReference(
            party: try party.party(&self), uid: try required(uid, "uid"),
            contractID: try required(contractID, "contract_id"), isOneTime: isOneTime)
    }

    /// TokenType (2.2.1): whether the uid was made for one use.
    private mutating func oneTimeType() throws(Reject) -> Bool {
        guard byte == UInt8(ascii: "\""), let type = try text() else {
            try skip()
            return false
        }
        return type.count == 11 && Identifier.folded(type.text) == "AD_HOC_USER"
    }

    /// `auth_id` (2.1.1): the contract id, which names its eMSP.
    mutating func authID() throws(Reject) -> TokenReference? {
        guard let contractID = try identifier() else { return nil }
        return TokenReference(
            party: Identifier.party(in: contractID), uid: "", contractID: contractID)
    }
}

/// Where it was charged: CdrLocation (2.2.1), or a Location with the one EVSE (2.1.1).
struct PlaceDraft {
    var locationID: String?
    var evseUID: String?
    var evseID: String?
    var connectorID: String?
    var country: String?
    var timeZone: String?
    var powerType: String?
    var isThere = false

    mutating func read(_ reader: inout JSONReader, _ purpose: CDRPurpose) throws(Reject) {
        if try reader.takeNull() { return }
        isThere = true
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "country": country = try reader.string()
            case "time_zone": timeZone = try reader.string()
            case "connector_power_type": powerType = try reader.string()
            case "evses": try readEVSEs(&reader, purpose)
            default:
                guard purpose == .whole else {
                    try reader.skip()
                    continue
                }
                try readIdentity(key, &reader)
            }
        }
    }

    private mutating func readIdentity(
        _ key: JSONKey, _ reader: inout JSONReader
    ) throws(Reject) {
        switch key {
        case "id": locationID = try reader.identifier()
        case "evse_uid": evseUID = try reader.identifier()
        case "evse_id": evseID = try reader.identifier()
        case "connector_id": connectorID = try reader.identifier()
        default: try reader.skip()
        }
    }

    /// The first EVSE and its first connector count: 2.1.1 sends only the relevant ones.
    private mutating func readEVSEs(
        _ reader: inout JSONReader, _ purpose: CDRPurpose
    ) throws(Reject) {
        if try reader.takeNull() { return }
        var isFirst = true
        try reader.enterArray()
        while try reader.nextElement() {
            guard isFirst else {
                try reader.skip()
                continue
            }
            isFirst = false
            try reader.enterObject()
            while let key = try reader.nextKey() {
                switch key {
                case "uid": evseUID = try reader.identifier()
                case "evse_id": evseID = try reader.identifier()
                case "connectors": try readConnectors(&reader)
                default: try reader.skip()
                }
            }
        }
    }

    private mutating func readConnectors(_ reader: inout JSONReader) throws(Reject) {
        if try reader.takeNull() { return }
        var isFirst = true
        try reader.enterArray()
        while try reader.nextElement() {
            guard isFirst else {
                try reader.skip()
                continue
            }
            isFirst = false
            try reader.enterObject()
            while let key = try reader.nextKey() {
                switch key {
                case "id": connectorID = try reader.identifier()
                case "power_type": powerType = try reader.string()
                default: try reader.skip()
                }
            }
        }
    }

    /// - Parameter name: of the field it came in.
    /// - Throws: `MISSING_FIELD` without a location id or without any EVSE reference.
    func finished(_ name: StaticString, _ reader: inout JSONReader) throws(Reject) -> ChargingPlace
    {
        guard isThere else { throw reader.missing(name) }
        guard let locationID else { throw missing(name, "id", &reader) }
        guard evseUID != nil || evseID != nil else { throw missing(name, "evse_uid", &reader) }
        return ChargingPlace(
            locationID: locationID, evseUID: evseUID, evseID: evseID, connectorID: connectorID)
    }

    private func missing(
        _ name: StaticString, _ field: StaticString, _ reader: inout JSONReader
    ) -> Reject {
        let place = "\(reader.pointer)/\(name)/\(field)"
        return Reject(.missingField, at: place, "\(place) is missing; OCPI requires it.")
    }
}
