import Hashing
import Hubs
import Intake
import Roaming
import Store

/// Judges pushes one after the other and keeps them, on the one thread that writes them: what a
/// PATCH changes is what the push before it left.
struct PushKeeper: ~Copyable {
    private var reader = JSONReader()
    private var decoder: PageDecoder
    private let book: Int64
    private let versions: WebAddress

    /// - Parameters:
    ///   - book: the standing one.
    ///   - versions: our versions URL.
    init(rules: Rules, book: Int64, versions: WebAddress) {
        decoder = PageDecoder(rules: rules)
        self.book = book
        self.versions = versions
    }

    /// What to answer once the transaction is committed.
    mutating func keep(
        _ order: PushOrder, in transaction: borrowing Transaction
    ) throws -> OCPIReply {
        guard let place = order.place else { return try keepCDR(order, in: transaction) }
        let type = order.tokenType(using: &reader)
        let object = PushedObject(
            hub: order.visitor.name, module: ObjectKind(order.module),
            party: place.party.description, id: place.id, tokenType: type)
        let held = try transaction.connection.held(object, in: book)
        if order.call.method == "DELETE" { return try delete(order, object, held, transaction) }
        let document: [UInt8]
        do throws(PushedObjects.Fault) {
            document = try PushedObjects.object(
                after: order.call.method, order.body, at: place, of: order.module, order.version,
                held: held?.document, using: &reader)
        } catch {
            switch error {
            case .unknown(let words):
                return .notFound(words, statusCode: order.module.unknownStatus)
            case .bad(let reject):
                // What intake would take, though not from this address, it must not come upon.
                guard decoder.objection(to: order.body, of: order.origin) != nil else {
                    return reject.reply
                }
                return try refuse(order, object, merged: nil, reject, in: transaction)
            }
        }
        let merged = document == order.body ? nil : document
        if let reject = decoder.objection(to: document, of: order.origin) {
            return try refuse(order, object, merged: merged, reject, in: transaction)
        }
        if let words = mismatch(document, order, place, type: type) {
            return .refused(2001, words)
        }
        if let held, held.push != nil, held.document == document { return .success() }
        let identity = identity(of: document)
        _ = try transaction.save(
            order.push(
                object, merged: merged, sha256: digest(of: document).bytes,
                lastUpdated: identity.lastUpdated, refused: nil))
        let isNew = held == nil && place.evse == nil
        return .success(nil, status: isNew ? 201 : 200)
    }

    private mutating func keepCDR(
        _ order: PushOrder, in transaction: borrowing Transaction
    ) throws -> OCPIReply {
        let body = order.body
        let identity = identity(of: body)
        let visitor = order.visitor
        // On a bilateral 2.1.1 link the object names nobody.
        let party = identity.party ?? visitor.hub.counterparty
        let object = PushedObject(
            hub: visitor.name, module: .cdrs, party: party?.description ?? "",
            id: identity.id ?? "")
        if let reject = decoder.objection(to: body, of: order.origin) {
            return try refuse(order, object, merged: nil, reject, in: transaction)
        }
        // A hub may hold a CDR of anybody, our own too, and reconciliation says whose it is; who
        // speaks for himself alone has his own and ours. In 2.1.1 it is only guessed at.
        if !visitor.isHub, order.version != .v211, let party, !visitor.mayOwn.contains(party),
            !visitor.hub.ours.contains(party)
        {
            return .refused(2001, "/party_id: \(party) is not behind \(visitor.name)")
        }
        let held = try transaction.connection.held(object, in: book)
        var number = held?.document == body ? held?.push : nil
        if number == nil {
            number = try transaction.save(
                order.push(
                    object, merged: nil, sha256: digest(of: body).bytes,
                    lastUpdated: identity.lastUpdated, refused: nil))
        }
        let location = location(of: number ?? 0, order.version)
        return .success(nil, status: 201, headers: [.init("Location", location.description)])
    }

    private func location(of push: Int64, _ version: OCPIVersion) -> WebAddress {
        let root = OCPIHost.root(versions).appending(version.rawValue)
        return version == .v211
            ? root.appending("cdrs", String(push))
            : root.appending("receiver", "cdrs", String(push))
    }

    private func delete(
        _ order: PushOrder, _ object: PushedObject, _ held: HeldObject?,
        _ transaction: borrowing Transaction
    ) throws -> OCPIReply {
        guard held != nil else {
            return .notFound(
                "no \(order.module.rawValue) object ‘\(object.id)’ of this party is known",
                statusCode: order.module.unknownStatus)
        }
        // It has no part in rating: the message does not say from when it holds, and a price must not hang
        // on when a message reached us. A tariff ends at its end_date_time, which comes with a PUT.
        _ = try transaction.save(
            order.push(
                object, merged: nil, sha256: digest(of: order.body).bytes,
                lastUpdated: order.at, refused: nil))
        return .success()
    }

    /// Keeps what cannot be used, so that the next ingest lists it among its rejects.
    private func refuse(
        _ order: PushOrder, _ object: PushedObject, merged: [UInt8]?, _ reject: Reject,
        in transaction: borrowing Transaction
    ) throws -> OCPIReply {
        _ = try transaction.save(
            order.push(
                object, merged: merged, sha256: digest(of: merged ?? order.body).bytes,
                lastUpdated: nil, refused: reject.code))
        return reject.reply
    }

    private mutating func identity(of document: [UInt8]) -> ObjectIdentity {
        document.withUnsafeBytes { readIdentity($0, using: &reader) }
    }

    /// Where object and address differ; nil when they name the same.
    private mutating func mismatch(
        _ document: [UInt8], _ order: PushOrder, _ place: PushedPlace, type: String
    ) -> String? {
        guard let object = try? ObjectText(document, using: &reader) else { return "no object" }
        func text(_ name: String, _ reader: inout JSONReader) -> String? {
            object[name].flatMap { readString($0, using: &reader) }.map { Identifier.folded($0) }
        }
        var wanted = [(order.module.idField, place.id)]
        if order.version != .v211 {
            wanted += [("country_code", place.party.country), ("party_id", place.party.party)]
        }
        if order.module == .tokens { wanted.append(("type", type)) }
        for (name, value) in wanted where text(name, &reader) != Identifier.folded(value) {
            return "/\(name) is not ‘\(value)’, which the address names"
        }
        return nil
    }
}
