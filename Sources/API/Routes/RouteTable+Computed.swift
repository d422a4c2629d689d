import HTTPTypes
import Roaming
import Store

extension RouteTable {
    /// What is computed for the one who asks, and not stored.
    var computed: [Route] {
        [price, preview, tariff, statement]
    }

    private var price: Route {
        Route(
            method: .post, path: "/v1/tariffs/price", name: "tariffs_price", group: "Tariffs",
            summary: "The price of a CDR by a tariff, with its working. Nothing is stored.",
            access: .scope(.tariffsPrice),
            body: Route.Body(
                mediaType: Self.json, schema: Schema.priceRequest, example: Examples.charge,
                limit: 1 << 20),
            contents: [
                Route.Content(
                    mediaType: Self.json, schema: Schema.referring(to: "Price"),
                    example: Examples.price)
            ],
            statuses: [406, 408, 413, 415],
            handle: { call in
                let (price, body) = (workings.price, call.body)
                do {
                    return .bytes(try await computing { try price(body) }, type: Self.json)
                } catch let malformed as Workings.Malformed {
                    throw Problem(.badBody, malformed.text, at: "/body\(malformed.pointer)")
                }
            })
    }

    private var preview: Route {
        Route(
            method: .post, path: "/v1/payouts/preview", name: "payouts_preview", group: "Money",
            summary:
                "What a month would pay vendors by the rules as they are now. Nothing is stored.",
            access: .scope(.payoutsPreview),
            parameters: [
                Self.month("The month; the newest where none is given."),
                Route.Parameter(
                    name: "vendor", place: .query, type: .name, meaning: "Only this vendor.",
                    example: "sahyadri-malls"),
                Route.Parameter(
                    name: "Idempotency-Key", place: .header, type: .name,
                    meaning:
                        "The same key and request again get the same answer, for ten minutes and from"
                        + " any instance; with another request it is refused.",
                    example: "5b1f2c"),
            ],
            contents: [
                Route.Content(
                    mediaType: Self.json,
                    schema: Schema.page(
                        of: Schema.row(of: .payouts), hasMonth: true, isOfMonth: true),
                    example: #"{"month":"2026-10","data":[\#(Schema.example(of: .payouts))]}"#)
            ],
            statuses: [404, 406, 409, 422], handle: { call in try await previewed(call) })
    }

    private func previewed(_ call: Call) async throws -> Answer {
        // Those of partners get nothing; a vendor gets its own.
        var vendor = call["vendor"]
        switch call.reach {
        case .all: break
        case .party: throw Problem(.forbidden, "This is not for partners.")
        case .vendor(let own, _):
            guard vendor == nil || vendor == own else {
                throw Problem(.forbidden, "This is another vendor's.", at: "/query/vendor")
            }
            vendor = own
        }
        let (preview, chosen) = (workings.preview, vendor)
        let json = try await replays.answer(call) {
            let wanted = call["month"].flatMap { Month($0) }
            let newest = try await pool.read { try $0.standingRun(of: .reconcile, wanted)?.month }
            guard let month = newest,
                let json = try await computing({ try preview(month, chosen) })
            else { throw Problem(.notFound, "The month was not reconciled.", at: "/query/month") }
            return json
        }
        return .bytes(json, type: Self.json)
    }

    private var tariff: Route {
        Route(
            method: .get, path: "/v1/tariffs/{id}", name: "tariffs_id", group: "Tariffs",
            summary: "One tariff as received, what it costs in words, and what is odd about it.",
            access: .scope(.tariffsRead),
            parameters: [
                Route.Parameter(
                    name: "id", place: .path, type: .number,
                    meaning: "id of a tariff in /v1/tariffs.",
                    example: "65536")
            ],
            contents: [
                Route.Content(
                    mediaType: Self.json, schema: Schema.tariff, example: Examples.tariff)
            ],
            statuses: [404, 406],
            handle: { call in
                let nothing = Problem(
                    .notFound, "No tariff that may be seen has this id.", at: "/path/id")
                guard let object = call["id"].flatMap({ Int64($0) }) else { throw nothing }
                let isSeen = try await pool.read { connection in
                    let transaction = try connection.beginReading(within: call.reach)
                    let isSeen = try connection.mayServe(tariff: object)
                    try transaction.rollback()
                    return isSeen
                }
                let tariff = workings.tariff
                guard isSeen, let json = try await behind.read({ try tariff(object, $0) }) else {
                    throw nothing
                }
                return .bytes(json, type: Self.json)
            })
    }
}
