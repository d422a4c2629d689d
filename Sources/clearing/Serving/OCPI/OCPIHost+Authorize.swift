import Foundation
import Hubs
import Intake
import Roaming
import Store

// Real-time authorization (mod_tokens, POST Method of the Sender Interface): may this token of ours charge?
extension OCPIHost {
    /// The token's uid when a path asks for that: `{token_uid}/authorize`.
    static func authorized(_ module: Module, _ path: [String]) -> String? {
        module == .tokens && path.count == 2 && path[1] == "authorize" ? path[0] : nil
    }

    func authorize(
        _ call: OCPICall, _ visitor: HubVisitor, _ version: OCPIVersion, _ uid: String
    ) async throws -> OCPIReply {
        let ours = visitor.rule.roles.filter { $0.role == "EMSP" }.map(\.party)
        guard !ours.isEmpty else {
            return .notFound("we are no EMSP on this link, so we have no tokens")
        }
        guard call.method == "POST" else {
            return .notAllowed("an authorization request is POSTed", allow: "POST")
        }
        var reader = JSONReader()
        var place: LocationReferences?
        if !call.body.isEmpty {
            let read = call.body.withUnsafeBytes { bytes in
                Result { () throws(Reject) in
                    try decodeLocationReferences(bytes, using: &reader)
                }
            }
            switch read {
            case .success(let references): place = references
            case .failure(let reject): return reject.reply
            }
        }
        let type = call.query["type"] ?? "RFID"
        guard let token = try await token(uid, type, of: ours, version) else {
            return .notFound("we have no such token", statusCode: Module.tokens.unknownStatus)
        }
        let asker = call.routing.from ?? visitor.hub.counterparty ?? visitor.parties.first?.party
        let verdict = TokenVerdict(
            on: token.text, isPartner: asker.map { visitor.knows($0) } ?? true, using: &reader)
        let reference = verdict.allowed == .allowed ? UUID().uuidString.lowercased() : nil
        let check = TokenCheck(
            hub: visitor.name, asker: asker, party: token.party, uid: Identifier.folded(uid),
            type: token.type, locationID: place?.locationID, evseUIDs: place?.evseUIDs ?? [],
            allowed: verdict.allowed.rawValue,
            reference: version == .v211 ? nil : reference, requestID: call.requestID,
            correlationID: call.correlationID, at: clock())
        // A reference that a CDR will name is known here before anybody has it.
        try await threads.run { try $0.save(check) }
        return .success(
            verdict.data(in: version, token: token.told, at: place, reference: reference))
    }

    private struct OwnToken {
        /// As our platform gave it.
        let text: ObjectText
        let party: PartyID
        let type: String
        /// In the link's version.
        let told: [UInt8]
    }

    /// Nil when we have none of that name and type; 2.1.1 calls everything but RFID OTHER.
    private func token(
        _ uid: String, _ type: String, of ours: [PartyID], _ version: OCPIVersion
    ) async throws -> OwnToken? {
        var selection = OwnSelection(.tokens, of: ours, for: [], over: version)
        selection.id = uid
        let (wanted, book) = (selection, book)
        let found = try await threads.run { connection in
            try connection.own(wanted, of: book, offset: 0, limit: Self.pageMost).objects
        }
        var reader = JSONReader()
        for object in found {
            guard let text = try? ObjectText(object.document, using: &reader),
                let kind = text["type"].flatMap({ readString($0, using: &reader) }),
                kind == type || version == .v211 && type == "OTHER" && kind != "RFID",
                let told = try? OwnShape.of(
                    object.document, .tokens, from: object.version, to: version)
            else { continue }
            let party = object.document.withUnsafeBytes { readIdentity($0, using: &reader) }.party
            guard let owner = party ?? ours.first else { continue }
            return OwnToken(text: text, party: owner, type: kind, told: told)
        }
        return nil
    }
}

extension HubVisitor {
    /// Whether we have an agreement with a party over this link, or it is who the hub says it is itself.
    fileprivate func knows(_ party: PartyID) -> Bool {
        mayOwn.contains(party) || parties.contains { $0.party == party }
    }
}
