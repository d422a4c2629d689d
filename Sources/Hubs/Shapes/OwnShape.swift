package import Intake
package import Roaming

/// Why an object cannot be said in an older version.
package struct Unsayable: Error, Sendable, Hashable {
    package let text: String

    init(_ text: String) { self.text = text }
}

/// What is ours, in the version of the link it goes over. Numbers keep their digits on the way.
package enum OwnShape {
    /// In which an object of ours may stand here so that it can be said on a link. 2.1.1 names no parties,
    /// so nothing newer can be made of it.
    package static func versions(for link: OCPIVersion) -> [OCPIVersion] {
        link == .v211 ? OCPIVersion.allCases : [.v221, .v230]
    }

    /// - Parameter location: of a session, ours that it names, in its own version; nil when it is not
    ///   known here.
    package static func of(
        _ document: [UInt8], _ module: Module, from version: OCPIVersion, to link: OCPIVersion,
        location: (document: [UInt8], version: OCPIVersion)? = nil
    ) throws(Unsayable) -> [UInt8] {
        let document = module == .tokens ? withoutReason(document) : document
        guard version != link else { return document }
        if version == .v221, link == .v230 { return Shape230.of(document) }
        guard version != .v211, let object = RawJSON(document) else {
            throw Unsayable("\(version.rawValue) cannot be made \(link.rawValue)")
        }
        let plain = version == .v230 ? try Shape221.of(object) : object
        guard link == .v211 else { return plain.bytes }
        switch module {
        case .cdrs: return try Shape211.cdr(plain).bytes
        case .tariffs: return try Shape211.tariff(plain).bytes
        case .locations: return try Shape211.location(plain).bytes
        case .tokens: return Shape211.token(plain).bytes
        case .sessions:
            let place = location.flatMap { $0.version == .v211 ? nil : RawJSON($0.document) }
            return try Shape211.session(plain, location: place).bytes
        }
    }

    /// A token without what our platform says to us alone (`TokenVerdict`).
    private static func withoutReason(_ document: [UInt8]) -> [UInt8] {
        guard case .object(let members)? = RawJSON(document),
            members.contains(where: { $0.name == TokenVerdict.reasonField })
        else { return document }
        return RawJSON.object(members.filter { $0.name != TokenVerdict.reasonField }).bytes
    }

    /// The location that a session names, where it is a session of 2.2.1 or later.
    package static func locationID(of session: [UInt8]) -> String? {
        RawJSON(session)?.text("location_id")
    }
}
