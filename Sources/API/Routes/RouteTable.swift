import HTTPTypes
import NIOPosix
import Roaming
import Store

/// Every route there is. What is not here is not answered, and what is here is documented and tested.
package struct RouteTable: Sendable {
    let pool: ConnectionPool
    /// In the role of disputes, for what is told of a CDR or a tariff that the one who asks was shown.
    let behind: ConnectionPool
    let clients: ClientBook
    let tokens: TokenDesk
    let metrics: Metrics
    let around: Surroundings
    let workings: Workings
    /// For what computes and blocks.
    let workers: NIOThreadPool
    let lists: ListingDesk
    let replays: ReplayBook
    /// Of the program.
    let version: String

    package var routes: [Route] {
        let listed = listings
        let all = listed + [charger] + ofCDRs + ofMonths + ofRules + computed
        return all + operations + ofAccess + documents(of: all)
    }

    private var listings: [Route] {
        [
            list(
                .sessions, "/v1/sessions", "Sessions",
                "Sessions and CDRs of a month, as reconciled."),
            list(.cdrs, "/v1/cdrs", "CDRs", "CDRs of a month, as reconciled."),
            list(
                .dispositions, "/v1/dispositions", "Months",
                "How the lines of a month came out, added up."),
            list(.positions, "/v1/positions", "Money", "Who owes whom at the end of a month."),
            list(
                .counterparties, "/v1/counterparties", "Money",
                "The partners of a month, over all our legal entities."),
            list(.statements, "/v1/statements", "Money", "Statements of a month."),
            list(.disputes, "/v1/disputes", "Money", "Disputes, as they stand."),
            list(.payouts, "/v1/payouts", "Money", "What a month would pay vendors."),
            list(.months, "/v1/months", "Months", "The months that were cleared."),
            list(.runs, "/v1/runs", "Months", "The runs that stand.", .whole(.operationsRead)),
            list(
                .reports, "/v1/reports", "Months",
                "The files of a month's reports, as the run that stands wrote them.",
                .whole(.settlementRead)),
            list(.tariffs, "/v1/tariffs", "Tariffs", "Tariffs as received.", .scope(.tariffsRead)),
            list(.chargers, "/v1/chargers", "Sites", "Our sites as settlement knows them."),
        ]
    }

    private func list(
        _ listing: Listing, _ path: String, _ group: String, _ summary: String,
        _ access: Route.Access = .scope(.settlementRead)
    ) -> Route {
        let row = Schema.row(of: listing)
        var parameters = listing.filters.map { filter in
            Route.Parameter(
                name: filter.name, place: .query, type: Self.type(of: filter),
                meaning: filter.meaning, example: Self.example(of: filter))
        }
        if listing.basis != .database {
            parameters.append(Self.month("The month; the newest where none is given."))
        }
        if !listing.sorts.isEmpty { parameters.append(Self.sort(listing.sorts)) }
        parameters += [Self.limit, Self.cursor]
        return Route(
            method: .get, path: path, name: Self.name(path), group: group, summary: summary,
            access: access, parameters: parameters, unindexed: listing.unindexed,
            columns: listing.fields.map(\.name),
            contents: [
                Route.Content(
                    mediaType: ListingDesk.json,
                    schema: Schema.page(of: row, hasMonth: listing.basis != .database),
                    example: #"{"data":[\#(Schema.example(of: listing))]}"#),
                Route.Content(
                    mediaType: ListingDesk.lines, schema: #"{"type":"string"}"#, example: nil),
            ],
            statuses: [404, 406, 410], showsPersonalData: listing.fields.contains { $0.isPersonal },
            handle: { [lists] call in try await lists.answer(listing, call) })
    }

    static func month(_ meaning: String) -> Route.Parameter {
        Route.Parameter(
            name: "month", place: .query, type: .month, meaning: meaning, example: "2026-10")
    }

    private static let limit = Route.Parameter(
        name: "limit", place: .query, type: .limit,
        meaning: "Rows on a page; of NDJSON, all where none is given.", example: "100")
    private static let cursor = Route.Parameter(
        name: "cursor", place: .query, type: .cursor,
        meaning: "Where the last page ended: take the whole URL from its Link.", example: "")

    private static func sort(_ words: [String]) -> Route.Parameter {
        Route.Parameter(
            name: "sort", place: .query, type: .sort(words),
            meaning: "The order: \(words[0]) where none is given, with - the other way round."
                + " A cursor belongs to its order.", example: words[0])
    }

    private static func type(of filter: Listing.Filter) -> ValueType {
        switch (filter.kind, filter.name) {
        case (.month, _): .month
        case (_, "counterparty"): .party
        default: .name
        }
    }

    private static func example(of filter: Listing.Filter) -> String {
        switch filter.name {
        case "month": "2026-10"
        case "counterparty": "IN-TPC"
        case "vendor": "sahyadri-malls"
        case "report": "exceptions"
        default: "MGM-KA29-BLR1"
        }
    }

    /// `/v1/cdrs/{id}/price` → `cdrs_id_price`
    static func name(_ path: String) -> String {
        path.split { "/{}.-".contains($0) }.drop { $0 == "v1" }.joined(separator: "_")
    }

    /// Runs what blocks away from the event loops.
    func computing<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await workers.runIfActive { try work() }
    }

    static let json = ListingDesk.json
}
