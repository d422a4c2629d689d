import Hubs
import Intake
import Roaming
import Store

// The sender's interface: what is ours and concerns the one who asks, as our platform gave it to us.
extension OCPIHost {
    /// Most objects of a page.
    static let pageMost = 1000
    static let pageUsual = 100

    /// - Parameter path: behind the module's name.
    func send(
        _ call: OCPICall, _ visitor: HubVisitor, _ version: OCPIVersion, _ module: Module,
        _ path: [String]
    ) async throws -> OCPIReply {
        let role = module == .tokens ? "EMSP" : "CPO"
        let ours = visitor.rule.roles.filter { $0.role == role }.map(\.party)
        guard !ours.isEmpty else {
            return .notFound("we are no \(role) on this link, so we have no \(module.rawValue)")
        }
        guard call.method == "GET" else {
            return .notAllowed("\(call.method) is not possible here", allow: "GET")
        }
        var selection = OwnSelection(
            module, of: ours, for: partners(call, visitor), over: version)
        guard path.isEmpty else {
            return try await single(path, module, selection, version)
        }
        guard let page = PageWish(call.query, most: Self.pageMost, usual: Self.pageUsual) else {
            return .refused(2001, "date_from, date_to, offset or limit cannot be read")
        }
        (selection.from, selection.until) = (page.from, page.until)
        let (book, wanted) = (book, selection)
        let found = try await threads.run { connection in
            var translation = OwnTranslation(to: version, of: ours, in: book)
            return try translation.page(
                of: module, wanted, offset: page.offset, limit: page.limit, on: connection)
        }
        return .page(
            found.objects, page, of: found.total,
            at: Self.root(versions).appending(steps: call.path))
    }

    /// Whose sessions and CDRs are told: those behind the hub; to one of them that asks through it,
    /// only its own.
    func partners(_ call: OCPICall, _ visitor: HubVisitor) -> [PartyID] {
        let all = visitor.hub.partners.union(visitor.hub.counterparty.map { [$0] } ?? [])
        guard let from = call.routing.from,
            !visitor.parties.contains(where: { $0.party == from })
        else { return all.sorted() }
        return all.contains(from) ? [from] : []
    }

    /// One location, or a part of it; the other modules' senders have lists only (mod_locations, GET
    /// Object Request Parameters).
    private func single(
        _ path: [String], _ module: Module, _ selection: OwnSelection, _ version: OCPIVersion
    ) async throws -> OCPIReply {
        guard module == .locations, path.count <= 3 else {
            return .notFound("there is a list of \(module.rawValue) at the endpoint itself")
        }
        var selection = selection
        selection.id = path[0]
        let (book, wanted) = (book, selection)
        let document = try await threads.run { connection -> [UInt8]? in
            var translation = OwnTranslation(to: version, of: wanted.ours, in: book)
            let found = try translation.page(
                of: module, wanted, offset: 0, limit: 1, on: connection)
            guard let location = found.objects.first else { return nil }
            var reader = JSONReader()
            return PushedObjects.part(
                location, evse: path.count > 1 ? path[1] : nil,
                connector: path.count > 2 ? path[2] : nil, using: &reader)
        }
        guard let document else {
            return .notFound("we have no such location", statusCode: module.unknownStatus)
        }
        return .success(document)
    }
}
