import HTTPTypes
import Roaming
import Store

extension RouteTable {
    /// One CDR, its price and its history.
    var ofCDRs: [Route] {
        let row = Schema.row(of: .cdrs)
        let heads = RowWriter.Heads(.cdrs)
        return [
            cdr(
                "", "One CDR, as the newest month has it that settles it.", .settlementRead,
                schema: row, example: Schema.example(of: .cdrs), showsPersonalData: true
            ) { call in .bytes(try await found(call, heads).json, type: Self.json) },
            cdr(
                "/price", "The price of a CDR with its working, ours and theirs.", .settlementRead,
                schema: Schema.referring(to: "Workings"), example: Examples.workings
            ) { call in try await worked(call, heads, workings.working) },
            cdr(
                "/audit", "Everything about a CDR, with the documents as received.", .auditRead,
                schema: Schema.audit, example: Examples.audit, showsPersonalData: true
            ) { call in
                // It tells what was booked with the partner, which is no vendor's business.
                if case .vendor = call.reach {
                    throw Problem(.forbidden, "This is not for vendors.")
                }
                return try await worked(call, heads, workings.audit)
            },
        ]
    }

    private func cdr(
        _ tail: String, _ summary: String, _ scope: Scope, schema: String,
        example: String, showsPersonalData: Bool = false,
        _ handle: @escaping @Sendable (Call) async throws -> Answer
    ) -> Route {
        let path = "/v1/cdrs/{id}\(tail)"
        return Route(
            method: .get, path: path, name: Self.name(path), group: "CDRs", summary: summary,
            access: .scope(scope),
            parameters: [
                Route.Parameter(
                    name: "id", place: .path, type: .number,
                    meaning: "id of a CDR in /v1/cdrs.", example: "65536"),
                Self.month("Which month's line; the newest where none is given."),
            ],
            contents: [Route.Content(mediaType: Self.json, schema: schema, example: example)],
            statuses: [404, 406], showsPersonalData: showsPersonalData, handle: handle)
    }

    /// The CDR as the one who asks may see it.
    private func found(
        _ call: Call, _ heads: RowWriter.Heads
    ) async throws -> (json: [UInt8], subject: Workings.Subject) {
        let nothing = Problem(.notFound, "No CDR that may be seen has this id.", at: "/path/id")
        guard let object = call["id"].flatMap({ Int64($0) }) else { throw nothing }
        let month = call["month"].flatMap { Month($0) }
        let writer = RowWriter(heads: heads, shows: call.personalData)
        let found = try await pool.read {
            connection -> (json: [UInt8], subject: Workings.Subject)? in
            guard let (row, month) = try connection.servedCDR(object, month, within: call.reach)
            else { return nil }
            try RowGate(.cdrs, call.reach).pass(row)
            var out = JSONOutput()
            try writer.write(row, to: &out)
            let subject = Workings.Subject(month: month, object: object, cdrID: row.text(1))
            return (out.bytes, subject)
        }
        guard let found else { throw nothing }
        return found
    }

    /// First what may be seen, then what is computed about it.
    private func worked(
        _ call: Call, _ heads: RowWriter.Heads,
        _ work: @escaping Workings.LookUp<Workings.Subject>
    ) async throws -> Answer {
        let subject = try await found(call, heads).subject
        guard let json = try await behind.read({ try work(subject, $0) }) else {
            throw Problem(.notFound, "Its documents are not kept here.", at: "/path/id")
        }
        return .bytes(json, type: Self.json)
    }
}
