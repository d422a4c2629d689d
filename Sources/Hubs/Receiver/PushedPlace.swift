package import Intake
package import Roaming

/// What the address of a push or a receiver's GET names: `{country_code}/{party_id}/{id}`, for a
/// location also an EVSE and its connector (Receiver Interface of the modules).
package struct PushedPlace: Sendable, Hashable {
    package let party: PartyID
    package let id: String
    package let evse: String?
    package let connector: String?

    /// Nil when the path names no object of the module.
    package init?(_ path: [String], of module: Module) {
        let longest = module == .locations ? 5 : 3
        guard (3...longest).contains(path.count),
            let party = PartyID(country: path[0], party: path[1]),
            path.dropFirst(2).allSatisfy({ !$0.isEmpty && $0.utf8.count <= Limits.textBytes })
        else { return nil }
        self.party = party
        id = path[2]
        evse = path.count > 3 ? path[3] : nil
        connector = path.count > 4 ? path[4] : nil
    }
}

extension Module {
    /// The field that names an object.
    package var idField: String { self == .tokens ? "uid" : "id" }

    /// The status of an object nobody has heard of (status_codes; 2.2.1 has codes for two of them).
    package var unknownStatus: Int {
        switch self {
        case .locations: 2003
        case .tokens: 2004
        default: 2000
        }
    }

    /// How the object of a push comes to us; a CDR is created once, the others are replaced.
    package var receiverMethods: [String] {
        switch self {
        case .cdrs: ["GET", "POST"]
        case .tariffs: ["GET", "PUT", "DELETE"]
        case .sessions, .locations, .tokens: ["GET", "PUT", "PATCH"]
        }
    }

    /// 2.1.1 lets tariffs be PATCHed too (2.1.1 mod_tariffs 2.2.3).
    package func receiverMethods(in version: OCPIVersion) -> [String] {
        self == .tariffs && version == .v211 ? receiverMethods + ["PATCH"] : receiverMethods
    }
}

/// What a push makes of what was there.
package enum PushedObjects {
    /// Why a push is not taken as it is.
    package enum Fault: Error, Sendable, Hashable {
        /// Something about the object is wrong.
        case bad(Reject)
        /// It changes something that is not there.
        case unknown(String)
    }

    /// The object after a PUT or PATCH, and whether that is byte for byte what was sent.
    /// - Parameter held: what was there before.
    package static func object(
        after method: String, _ body: [UInt8], at place: PushedPlace, of module: Module,
        _ version: OCPIVersion, held: [UInt8]?, using reader: inout JSONReader
    ) throws(Fault) -> [UInt8] {
        do throws(Reject) {
            if place.evse == nil, method == "PUT" { return body }
            let sent = try ObjectText(body, using: &reader)
            if method == "PATCH" { try requireChange(sent, version) }
            guard let held else { return try unknown(module, place.id) }
            let old = try ObjectText(held, using: &reader)
            guard let evse = place.evse else {
                return try old.patched(
                    adding(sent, to: old, of: module, version, using: &reader)
                ).bytes
            }
            return try location(
                old, with: sent, method, evse: evse, connector: place.connector, using: &reader)
        } catch {
            if error.code == missing { throw .unknown(error.text) }
            throw .bad(error)
        }
    }

    /// The part of a location that is named; the whole object where none is.
    package static func part(
        _ document: [UInt8], evse: String?, connector: String?, using reader: inout JSONReader
    ) -> [UInt8]? {
        guard let evse else { return document }
        do throws(Reject) {
            let location = try ObjectText(document, using: &reader)
            let part = try location.part(evse, of: "evses", by: "uid", using: &reader)
            guard let connector else { return part?.bytes }
            return try part?.part(connector, of: "connectors", by: "id", using: &reader)?.bytes
        } catch {
            return nil
        }
    }

    /// Never leaves this type.
    private static let missing = "UNKNOWN"

    private static func unknown(_ module: Module, _ id: String) throws(Reject) -> [UInt8] {
        throw Reject(missing, "no \(module.rawValue) object ‘\(id)’ of this party is known; PUT it")
    }

    /// "Any request to the PATCH method SHALL contain the `last_updated` field" (2.2.1).
    private static func requireChange(_ patch: ObjectText, _ version: OCPIVersion) throws(Reject) {
        guard version != .v211, patch["last_updated"] == nil else { return }
        throw Reject(
            "MISSING_FIELD", at: "/last_updated", "A PATCH says when the object was changed.")
    }

    /// The patch of a session, whose periods are added to those that are there (2.2.1 mod_sessions,
    /// PATCH); 2.1.1 replaces them like any field.
    private static func adding(
        _ patch: ObjectText, to old: ObjectText, of module: Module, _ version: OCPIVersion,
        using reader: inout JSONReader
    ) throws(Reject) -> ObjectText {
        guard module == .sessions, version != .v211, patch["charging_periods"] != nil else {
            return patch
        }
        var whole = patch
        whole.set(
            "charging_periods",
            list: try old.list("charging_periods", using: &reader)
                + patch.list("charging_periods", using: &reader))
        return whole
    }

    /// A location with one EVSE or connector changed: "the Receiver SHALL also set the new
    /// `last_updated` value on the parent" (2.2.1 mod_locations, PUT and PATCH).
    private static func location(
        _ old: ObjectText, with sent: ObjectText, _ method: String, evse: String,
        connector: String?, using reader: inout JSONReader
    ) throws(Reject) -> [UInt8] {
        let known = try old.part(evse, of: "evses", by: "uid", using: &reader)
        var changed: ObjectText
        if let connector {
            guard var parent = known else {
                throw Reject(missing, "no EVSE ‘\(evse)’ is known; PUT it")
            }
            let part = try parent.part(connector, of: "connectors", by: "id", using: &reader)
            let after = try self.part(after: method, sent, part, connector, "id", using: &reader)
            parent = try parent.with(
                after, connector, in: "connectors", by: "id", using: &reader)
            changed = parent
        } else {
            changed = try part(after: method, sent, known, evse, "uid", using: &reader)
        }
        guard let updated = sent["last_updated"] ?? changed["last_updated"] else {
            throw Reject(
                "MISSING_FIELD", at: "/last_updated", "The object says when it was changed.")
        }
        changed.set("last_updated", updated)
        var location = try old.with(changed, evse, in: "evses", by: "uid", using: &reader)
        location.set("last_updated", updated)
        return location.bytes
    }

    private static func part(
        after method: String, _ sent: ObjectText, _ known: ObjectText?, _ id: String,
        _ field: String, using reader: inout JSONReader
    ) throws(Reject) -> ObjectText {
        let after: ObjectText
        if method == "PATCH" {
            guard let known else { throw Reject(missing, "no part ‘\(id)’ is known; PUT it") }
            after = known.patched(sent)
        } else {
            after = sent
        }
        let found = after[field].flatMap { readString($0, using: &reader) }
        guard let found, Identifier.folded(found) == Identifier.folded(id) else {
            throw Reject(
                "BAD_ADDRESS", at: "/" + field,
                "The object is not ‘\(id)’, which the address names.")
        }
        return after
    }
}
