import Hubs
import Intake
import Roaming
import Store

// The receiver's interface: objects that are the hub's, or those behind it.
extension OCPIHost {
    /// - Parameter path: behind the module's name.
    func receive(
        _ call: OCPICall, _ visitor: HubVisitor, _ version: OCPIVersion, _ module: Module,
        _ path: [String]
    ) async throws -> OCPIReply {
        let role = module == .tokens ? "CPO" : "EMSP"
        guard visitor.rule.roles.contains(where: { $0.role == role }) else {
            return .notFound("we are no \(role) on this link, so we take no \(module.rawValue)")
        }
        guard visitor.rule.push.contains(module) else {
            return .notPushed(module.rawValue, by: visitor.name)
        }
        let methods = module.receiverMethods(in: version)
        guard methods.contains(call.method) else {
            return .notAllowed(
                module == .tokens && call.method == "DELETE"
                    ? "a token is not deleted: send it with valid false"
                    : "\(call.method) is not defined for \(module.rawValue) here",
                allow: methods.joined(separator: ", "))
        }
        if module == .cdrs { return try await receiveCDR(call, visitor, version, path) }
        guard let place = PushedPlace(path, of: module) else {
            return .refused(
                2001, "the address must name {country_code}/{party_id}/{id}", status: 404)
        }
        guard visitor.mayOwn.contains(place.party) else {
            return .refused(
                2001, "objects of \(place.party) cannot come from \(visitor.name)", status: 404)
        }
        let order = PushOrder(
            visitor: visitor, version: version, module: module, place: place, call: call,
            at: clock())
        guard call.method == "GET" else { return await pushes.keep(order) }
        let object = PushedObject(
            hub: visitor.name, module: ObjectKind(module), party: place.party.description,
            id: place.id, tokenType: module == .tokens ? call.query["type"] ?? "RFID" : "")
        let book = book
        let document = try await threads.run { connection -> [UInt8]? in
            guard let held = try connection.held(object, in: book) else { return nil }
            var reader = JSONReader()
            return PushedObjects.part(
                held.document, evse: place.evse, connector: place.connector, using: &reader)
        }
        guard let document else {
            return .notFound(
                "nobody has sent us this \(module.rawValue) object",
                statusCode: module.unknownStatus)
        }
        return .success(document)
    }

    private func receiveCDR(
        _ call: OCPICall, _ visitor: HubVisitor, _ version: OCPIVersion, _ path: [String]
    ) async throws -> OCPIReply {
        if call.method == "POST" {
            guard path.isEmpty else { return .notFound("a CDR is POSTed to the endpoint itself") }
            return await pushes.keep(
                PushOrder(
                    visitor: visitor, version: version, module: .cdrs, place: nil, call: call,
                    at: clock()))
        }
        let name = visitor.name
        guard path.count == 1, let number = Int64(path[0]),
            let document = try await threads.run({
                try $0.pushed(number, of: .cdrs, by: name)
            })
        else { return .notFound("you have sent us no such CDR") }
        return .success(document)
    }
}

extension OCPIReply {
    /// What the hub's rule does not list under `push:` has no receiver here, nor stands it in our version
    /// details.
    static func notPushed(_ module: String, by hub: String) -> OCPIReply {
        .notFound("\(module) do not go by push with \(hub); `push:` of its rule lists what does")
    }
}
