import Hubs
import Intake
import Roaming
import Store

// Invoice records (2.3.0 mod_invoice_reconciliation): partners' are taken in, ours are given.
extension OCPIHost {
    func receiveInvoice(
        _ call: OCPICall, _ visitor: HubVisitor, _ path: [String]
    ) async throws -> OCPIReply {
        guard visitor.rule.pushesInvoiceRecords else {
            return .notPushed(OwnEndpoints.invoices, by: visitor.name)
        }
        let isNamed = call.method != "POST"
        let place = PushedPlace(path, of: .cdrs)
        guard isNamed ? place != nil : path.isEmpty else {
            return .refused(
                2001, "the address must name {country_code}/{party_id}/{id}, but for POST",
                status: 404)
        }
        var record: Decoded<InvoiceRecord>?
        if ["POST", "PUT"].contains(call.method) {
            var reader = JSONReader()
            let read = call.body.withUnsafeBytes { bytes in
                Result { () throws(Reject) in try decodeInvoiceRecord(bytes, using: &reader) }
            }
            switch read {
            case .success(let decoded): record = decoded
            case .failure(let reject): return reject.reply
            }
        }
        let request: InvoiceRecordRequest
        switch (call.method, place, record?.value) {
        case ("GET", let place?, _): request = .get(owner: place.party, id: place.id)
        case ("DELETE", let place?, _): request = .delete(owner: place.party, id: place.id)
        case ("PUT", let place?, let value?):
            request = .put(owner: place.party, id: place.id, value)
        case ("POST", _, let value?): request = .post(value)
        default:
            return .notAllowed(
                "\(call.method) is not defined here", allow: "GET, POST, PUT, DELETE")
        }
        let (rules, url, now) = (rules, databaseURL, clock())
        let (sent, findings) = (record.map { _ in call.body }, record?.findings ?? [])
        let answer = try await threads.run { _ in
            // As another role than what hubs push.
            let desk = try InvoiceDesk(
                databaseURL: url, rules: rules, by: visitor.name, at: now)
            return try desk.apply(
                request, over: visitor.hub, document: sent, findings: findings)
        }
        let status = answer.status
        switch answer {
        case .record(let record): return .success(record.document)
        case .created, .updated, .deleted, .unchanged: return .success(nil, status: status.http)
        case .unknown: return .notFound("no such record", statusCode: status.ocpi)
        case .refused(let why): return .refused(status.ocpi, why, status: status.http)
        }
    }

    func sendInvoices(
        _ call: OCPICall, _ visitor: HubVisitor, _ path: [String]
    ) async throws -> OCPIReply {
        guard path.isEmpty else { return .notFound("there is a list at the endpoint itself") }
        guard call.method == "GET" else {
            return .notAllowed("\(call.method) is not possible here", allow: "GET")
        }
        guard let wish = PageWish(call.query, most: Self.pageMost, usual: Self.pageUsual) else {
            return .refused(2001, "date_from, date_to, offset or limit cannot be read")
        }
        let partners = Set(partners(call, visitor))
        let (rules, url, now) = (rules, databaseURL, clock())
        let records = try await threads.run { _ in
            try InvoiceDesk(databaseURL: url, rules: rules, by: visitor.name, at: now)
                .connection.ownInvoiceRecords()
                .filter { !$0.isDeleted && partners.contains($0.counterparty) }.map(\.record)
        }
        let found = Roaming.page(
            of: records, from: wish.from, until: wish.until, offset: wish.offset,
            limit: wish.limit, most: Self.pageMost)
        return .page(
            found.records.map(\.document), wish, of: found.total,
            at: Self.root(versions).appending(steps: call.path))
    }
}
