import HTTPTypes
import Roaming
import Store

extension RouteTable {
    /// One site of ours, as settlement knows it.
    var charger: Route {
        Route(
            method: .get, path: "/v1/chargers/{id}", name: "chargers_id", group: "Sites",
            summary: "One site of ours, as the newest month that was cleared knows it.",
            access: .scope(.settlementRead),
            parameters: [
                Route.Parameter(
                    name: "id", place: .path, type: .name, meaning: "id of a row of /v1/chargers.",
                    example: "MGM-KA29-BLR1"),
                Self.month("As this month knows it."),
            ],
            contents: [
                Route.Content(
                    mediaType: Self.json, schema: Schema.row(of: .chargers),
                    example: Schema.example(of: .chargers))
            ],
            statuses: [404, 406],
            handle: { [lists] call in
                guard let found = try await lists.row(of: .chargers, [call["id"]], call) else {
                    throw Problem(
                        .notFound, "No charger that may be seen has this id.", at: "/path/id")
                }
                return .bytes(found.json, type: Self.json)
            })
    }
}
