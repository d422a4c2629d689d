import Hashing
import Hubs
import Intake
import Roaming
import Store

/// One hub's share of a `DeliveryJob`.
struct DeliveryRound: Sendable {
    let line: HubDesk.Line
    let hub: HubRule
    let book: Int64
    let again: Bool
    let threads: ConnectionThreads
    let clock: @Sendable () -> Instant

    /// What others refer to goes first.
    private static let order: [Module] = [.locations, .tariffs, .tokens, .sessions, .cdrs]
    /// Objects that are looked up at once, and those whose bytes are held at once.
    private static let (listed, held) = (20_000, 100)
    /// Objects in a row that the hub had trouble with before it is left alone.
    private static let troublesMost = 3

    private var rule: ConnectionRule { line.rule }

    /// Whom CDRs, sessions and invoices concern that this hub may have.
    private var partners: Set<PartyID> {
        hub.partners.union(hub.counterparty.map { [$0] } ?? [])
    }

    /// - Parameter records: all of ours.
    func run(
        _ kinds: Set<DeliveredKind>?, _ records: [StoredInvoiceRecord], by client: HubClient
    ) async throws -> [DeliveryOutcome] {
        var outcomes: [DeliveryOutcome] = []
        for module in Self.order where rule.push.contains(module) {
            let kind = DeliveredKind.objects(ObjectKind(module))
            guard kinds?.contains(kind) ?? true, !owners(of: module).isEmpty else { continue }
            let outcome = try await send(module, by: client)
            outcomes.append(outcome)
            // A hub that is not there, or does not know us, is not told more.
            if outcome.fault != nil { return outcomes }
        }
        if rule.pushesInvoiceRecords, kinds?.contains(.invoiceRecords) ?? true {
            outcomes.append(try await send(records, by: client))
        }
        return outcomes
    }

    /// Our parties whose objects of a module go over this link.
    private func owners(of module: Module) -> [PartyID] {
        let role = module == .tokens ? "EMSP" : "CPO"
        return rule.roles.filter { $0.role == role }.map(\.party)
    }

    // MARK: Objects

    private func send(_ module: Module, by client: HubClient) async throws -> DeliveryOutcome {
        var outcome = DeliveryOutcome(rule.hub, .objects(ObjectKind(module)))
        guard let endpoint = endpoint(module.rawValue, client, &outcome) else { return outcome }
        let selection = OwnSelection(
            module, of: owners(of: module), for: partners.sorted(), over: line.link.version)
        let (name, book, again) = (rule.hub, book, again)
        var (mark, troubles) = (DueObject.Mark.start, 0)
        while true {
            let after = mark
            let due = try await threads.run {
                try $0.due(
                    selection, for: name, of: book, after: after, again: again, most: Self.listed)
            }
            guard let last = due.last else { return outcome }
            for start in stride(from: 0, to: due.count, by: Self.held) {
                let some = Array(due[start..<min(start + Self.held, due.count)])
                for (object, document) in zip(some, try await documents(some, module, selection)) {
                    switch parcel(object, document, module, to: endpoint) {
                    case .failure(let why):
                        outcome.withheld.append(
                            .init(
                                party: object.party, id: object.id, statusCode: nil,
                                words: why.text))
                    case .success(let parcel):
                        try await deliver(
                            parcel,
                            of: DeliveredObject(
                                hub: rule.hub, kind: outcome.kind, source: object.object,
                                party: object.party, id: object.id, tokenType: object.tokenType),
                            by: client, &outcome, &troubles)
                        if isLost(outcome, troubles) { return outcome }
                    }
                }
            }
            mark = last.mark
        }
    }

    /// In the version of the link, as far as they can be said in it.
    private func documents(
        _ due: [DueObject], _ module: Module, _ selection: OwnSelection
    ) async throws -> [Result<[UInt8], Unsayable>] {
        let (version, book) = (line.link.version, book)
        return try await threads.run { connection in
            var translation = OwnTranslation(to: version, of: selection.ours, in: book)
            return try connection.objects(due).map {
                try translation.document(of: $0, module, on: connection)
            }
        }
    }

    /// Why an object is not sent at all.
    private struct Withheld: Error {
        let text: String
    }

    private func parcel(
        _ object: DueObject, _ shaped: Result<[UInt8], Unsayable>, _ module: Module,
        to endpoint: WebAddress
    ) -> Result<Parcel, Withheld> {
        let document: [UInt8]
        switch shaped {
        case .success(let bytes): document = bytes
        case .failure(let why): return .failure(Withheld(text: why.text))
        }
        if module == .cdrs, object.isKnown, !hub.revisesInPlace {
            return .failure(
                Withheld(
                    text: "changed after the hub took it; a CDR is final, so send a credit CDR"))
        }
        var reader = JSONReader()
        guard let id = Self.text(document, module.idField, &reader) else {
            return .failure(Withheld(text: "its \(module.idField) cannot be read"))
        }
        let topic = "\(module.rawValue) \(object.object)"
        let routing = routing(from: object.party, to: object.counterparty)
        guard module != .cdrs else {
            return .success(
                Parcel(
                    method: .post, address: endpoint, body: document, routing: routing,
                    topic: topic))
        }
        let type = module == .tokens ? Self.text(document, "type", &reader) : nil
        return .success(
            Parcel(
                method: .put, address: endpoint.place(of: id, object.party, tokenType: type),
                body: document, routing: routing, topic: topic))
    }

    private static func text(
        _ document: [UInt8], _ field: String, _ reader: inout JSONReader
    ) -> String? {
        let object = try? ObjectText(document, using: &reader)
        return object?[field].flatMap { readString($0, using: &reader) }
    }

    // MARK: Invoice records

    private func send(
        _ records: [StoredInvoiceRecord], by client: HubClient
    ) async throws -> DeliveryOutcome {
        var outcome = DeliveryOutcome(rule.hub, .invoiceRecords)
        guard line.link.version == .v230 else {
            outcome.note = "there are invoice records from 2.3.0 on"
            return outcome
        }
        guard let endpoint = endpoint(outcome.kind.name, client, &outcome) else { return outcome }
        let name = rule.hub
        let past = try await threads.run { try $0.deliveries(of: .invoiceRecords, to: name) }
        let owners = Set(rule.roles.map(\.party))
        var troubles = 0
        for stored in records
        where partners.contains(stored.counterparty) && owners.contains(stored.record.owner) {
            guard let parcel = parcel(stored, past, to: endpoint) else { continue }
            try await deliver(
                parcel,
                of: DeliveredObject(
                    hub: rule.hub, kind: .invoiceRecords, source: stored.number,
                    party: stored.record.owner, id: Identifier.folded(stored.record.id)),
                by: client, &outcome, &troubles)
            if isLost(outcome, troubles) { return outcome }
        }
        return outcome
    }

    /// POST for a new record, PUT for one that changed, DELETE for one that was an error (2.3.0
    /// mod_invoice_reconciliation, Push model); nil when the hub knows how it stands.
    private func parcel(
        _ stored: StoredInvoiceRecord, _ past: [PastDelivery], to endpoint: WebAddress
    ) -> Parcel? {
        let record = stored.record
        let mine = past.filter {
            $0.party == record.owner && $0.id == Identifier.folded(record.id)
        }
        if let done = mine.first(where: { $0.source == stored.number }),
            done.refused == nil || !again
        {
            return nil
        }
        let last = mine.last { $0.refused == nil && $0.source != stored.number }
        let isThere = last.map { $0.method != Parcel.Method.delete.rawValue } ?? false
        guard isThere || !stored.isDeleted else { return nil }
        let place = endpoint.place(of: record.id, record.owner)
        return Parcel(
            method: stored.isDeleted ? .delete : isThere ? .put : .post,
            address: isThere ? place : endpoint,
            body: stored.isDeleted ? nil : stored.document,
            routing: routing(from: record.owner, to: stored.counterparty),
            topic: "invoice record \(stored.number)")
    }

    // MARK: Both

    /// The hub's receiver; nil, with the reason in the outcome, where it has none.
    private func endpoint(
        _ identifier: String, _ client: HubClient, _ outcome: inout DeliveryOutcome
    ) -> WebAddress? {
        guard let named = line.link.details.receiver(of: identifier) else {
            outcome.note = "the hub offers no receiver of it"
            return nil
        }
        do throws(HubFault) { return try client.address(named, at: rule.versionsURL) } catch {
            outcome.fault = error.naming(rule.contact)
            return nil
        }
    }

    /// From our party to the one it concerns, else to all behind the hub, which is addressed itself
    /// then (2.2.1 transport_and_format, Broadcast Push).
    private func routing(from party: PartyID, to counterparty: PartyID?) -> Routing {
        guard line.link.version != .v211 else { return Routing() }
        let roles = line.link.roles
        let itself = roles.first { $0.role == "HUB" } ?? roles.first
        return Routing(from: party, to: counterparty ?? hub.counterparty ?? itself?.party)
    }

    /// Sends one and writes down the answer.
    private func deliver(
        _ parcel: Parcel, of object: DeliveredObject, by client: HubClient,
        _ outcome: inout DeliveryOutcome, _ troubles: inout Int
    ) async throws {
        let answer: ParcelAnswer
        do throws(HubFault) {
            answer = try await client.deliver(parcel, token: line.link.token)
        } catch {
            outcome.left += 1
            outcome.fault = error.naming(rule.contact)
            troubles += 1
            return
        }
        troubles = 0
        let delivery = HubDelivery(
            object: object, method: parcel.method.rawValue, version: line.link.version,
            url: parcel.address.description, requestID: answer.requestID,
            correlationID: answer.correlationID, at: clock(), httpStatus: answer.httpStatus,
            statusCode: answer.statusCode, location: answer.location,
            sha256: digest(of: parcel.body ?? []).bytes, refused: answer.refusal)
        try await threads.run { try $0.save(delivery) }
        guard let words = answer.refusal else {
            outcome.sent += 1
            return
        }
        outcome.refused.append(
            .init(
                party: object.party, id: object.id, statusCode: answer.statusCode, words: words))
    }

    /// Whether the hub is left alone, since what went wrong concerns all that would come.
    private func isLost(_ outcome: DeliveryOutcome, _ troubles: Int) -> Bool {
        guard let fault = outcome.fault else { return false }
        return troubles >= Self.troublesMost
            || [.unreachable, .timedOut, .tokenRefused, .addressRefused].contains(fault.code)
    }
}
