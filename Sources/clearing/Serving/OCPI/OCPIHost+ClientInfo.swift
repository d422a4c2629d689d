import Hubs
import Intake
import Roaming
import Store

// Who else is connected to a hub (2.2.1 mod_hub_client_info, Receiver Interface).
extension OCPIHost {
    func clientInfo(
        _ call: OCPICall, _ visitor: HubVisitor, _ path: [String]
    ) async throws -> OCPIReply {
        guard path.count == 2, let party = PartyID(country: path[0], party: path[1]) else {
            return .refused(2001, "the address must name {country_code}/{party_id}", status: 404)
        }
        let name = visitor.name
        switch call.method {
        case "GET":
            let known = try await threads.run { connection in
                try connection.hubClients().last { $0.hub == name && $0.party == party }
            }
            guard let known else { return .notFound("you have told us nothing of \(party)") }
            return .success(known.json)
        case "PUT":
            guard visitor.isHub else { return .refused(2001, "only a hub tells of its clients") }
            var reader = JSONReader()
            let read = call.body.withUnsafeBytes { bytes in
                Result { () throws(Reject) in try decodeClientInfo(bytes, using: &reader) }
            }
            let info: ClientInfo
            switch read {
            case .success(let value): info = value
            case .failure(let reject): return reject.reply
            }
            guard info.party == party else {
                return .refused(2001, "the object is not of \(party), which the address names")
            }
            let now = clock()
            try await threads.run { connection in
                try connection.save(
                    HubClientInfo(
                        hub: name, party: party, role: info.role, status: info.status,
                        lastUpdated: info.lastUpdated ?? now), at: now)
            }
            door.forget()
            return .success()
        default: return .notAllowed("\(call.method) is not defined here", allow: "GET, PUT")
        }
    }
}

extension HubClientInfo {
    fileprivate var json: String {
        "{\"party_id\":\"\(party.party)\",\"country_code\":\"\(party.country)\","
            + "\"role\":\(JSONText.quoted(role)),\"status\":\(JSONText.quoted(status)),"
            + "\"last_updated\":\"\(lastUpdated)\"}"
    }
}
