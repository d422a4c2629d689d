package import Intake
package import Roaming

/// Whether a token may be used (mod_tokens, AllowedType).
package enum AllowedType: String, Sendable, Hashable, CaseIterable {
    case allowed = "ALLOWED"
    case blocked = "BLOCKED"
    case expired = "EXPIRED"
    case noCredit = "NO_CREDIT"
    case notAllowed = "NOT_ALLOWED"
}

/// What we, as eMSP, answer to one who asks whether a token of ours may charge (mod_tokens, Real-time
/// authorization).
package struct TokenVerdict: Sendable, Hashable {
    package let allowed: AllowedType
    /// For the driver.
    package let info: String?

    /// `whitelist` has no say: it tells a CPO when to ask, not what we answer ("The validity of a Token
    /// has no influence on this", WhitelistType).
    /// - Parameters:
    ///   - token: ours, as our platform gave it. Beside `valid` it may say why not in a field `allowed` of
    ///     its own, with a value of AllowedType; nothing else tells expired from blocked.
    ///   - isPartner: we have an agreement with the CPO that asks.
    package init(on token: ObjectText, isPartner: Bool, using reader: inout JSONReader) {
        let isValid = token["valid"] == Array("true".utf8)
        let reason = token[Self.reasonField].flatMap { readString($0, using: &reader) }
            .flatMap { AllowedType(rawValue: $0.uppercased()) }
        switch (isValid, reason) {
        case (true, nil), (true, .allowed):
            self.init(allowed: isPartner ? .allowed : .notAllowed)
        case (false, nil), (false, .allowed): self.init(allowed: .blocked)
        case (_, let reason?): self.init(allowed: reason)
        }
    }

    private init(allowed: AllowedType) {
        self.allowed = allowed
        info =
            switch allowed {
            case .allowed: nil
            case .blocked: "This token is blocked."
            case .expired: "This token has expired."
            case .noCredit: "The account of this token has no credit."
            case .notAllowed: "This token cannot be used here."
            }
    }

    /// Between our platform and us alone; hubs are told tokens without it.
    static let reasonField = "allowed"

    /// The AuthorizationInfo object; 2.1.1 has neither the token nor a reference.
    /// - Parameters:
    ///   - token: in the link's version.
    ///   - place: of the request; those EVSEs are returned at which the driver may charge, which are all
    ///     or none, since agreements are about parties.
    package func data(
        in version: OCPIVersion, token: [UInt8], at place: LocationReferences?, reference: String?
    ) -> [UInt8] {
        var out = Array("{\"allowed\":\"\(allowed.rawValue)\"".utf8)
        if version != .v211 {
            out += ",\"token\":".utf8
            out += token
            if let reference {
                out += ",\"authorization_reference\":\(JSONText.quoted(reference))".utf8
            }
        }
        if allowed == .allowed, let place { out += ",\"location\":\(place.json(version))".utf8 }
        if let info {
            out += ",\"info\":{\"language\":\"en\",\"text\":\(JSONText.quoted(info))}".utf8
        }
        out.append(UInt8(ascii: "}"))
        return out
    }
}

extension LocationReferences {
    fileprivate func json(_ version: OCPIVersion) -> String {
        func list(_ name: String, _ ids: [String]) -> String {
            ids.isEmpty
                ? "" : ",\"\(name)\":[\(ids.map { JSONText.quoted($0) }.joined(separator: ","))]"
        }
        return "{\"location_id\":\(JSONText.quoted(locationID))" + list("evse_uids", evseUIDs)
            + (version == .v211 ? list("connector_ids", connectorIDs) : "") + "}"
    }
}
