import HTTPTypes
import Roaming
import Store

extension RouteTable {
    private static let csv = "text/csv"
    private static let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    /// One statement: its figures, its lines as CSV, or the partner's workbook.
    var statement: Route {
        Route(
            method: .get, path: "/v1/statements/{id}", name: "statements_id", group: "Money",
            summary: "One statement; .csv and .xlsx after the id, or Accept, for its lines.",
            access: .scope(.settlementRead),
            parameters: [
                Route.Parameter(
                    name: "id", place: .path, type: .name,
                    meaning: "id of a row of /v1/statements.",
                    example: "magma~IN-TPC~cpo~INR"),
                Self.month("The month; the newest where none is given."),
            ],
            contents: [
                Route.Content(
                    mediaType: Self.json, schema: Schema.row(of: .statements),
                    example: Schema.example(of: .statements)),
                Route.Content(mediaType: Self.csv, schema: #"{"type":"string"}"#, example: nil),
                Route.Content(mediaType: Self.xlsx, schema: #"{"type":"string"}"#, example: nil),
            ],
            statuses: [404, 406], handle: { call in try await stated(call) })
    }

    private func stated(_ call: Call) async throws -> Answer {
        let nothing = Problem(
            .notFound, "No statement that may be seen has this id.", at: "/path/id")
        let given = call["id"] ?? ""
        let suffix = [".csv": Self.csv, ".xlsx": Self.xlsx].first { given.hasSuffix($0.key) }
        let id = String(given.dropLast(suffix?.key.count ?? 0))
        let type = suffix?.value ?? call.mediaType
        // entity~counterparty~side~currency, as the list writes it.
        let parts = id.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let found = try await row(id, parts[1], call) else { throw nothing }
        guard type != Self.json else { return .bytes(found.json, type: Self.json) }
        let statement = workings.statement
        let file = try await computing {
            try statement(
                found.month, parts[1], type == Self.csv ? .csv(side: parts[2]) : .xlsx)
        }
        guard let file else { throw nothing }
        let name = "statement-\(found.month)-\(parts[1]).\(type == Self.csv ? "csv" : "xlsx")"
        return .bytes(
            file, type: type == Self.csv ? "text/csv; charset=utf-8" : type,
            headers: [.contentDisposition: "attachment; filename=\"\(name)\""])
    }

    /// The figures, where the one who asks may see them.
    private func row(
        _ id: String, _ counterparty: String, _ call: Call
    ) async throws -> (json: [UInt8], month: Month)? {
        try await lists.row(of: .statements, [counterparty], call) { $0.text(0) == id }
    }
}
