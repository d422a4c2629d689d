@testable import Store

extension Connection {
    /// The page after the last one that was kept; small numbers read better than a run's own stock.
    func nextPage() throws -> Int64 {
        let query = Query(
            "next_page",
            Array("SELECT coalesce(max(page_id), 0) + 1 AS page FROM intake.page".utf8),
            gives: ["page": .int8])
        return try rows(query) { $0.int8(0) }.first ?? 1
    }

    func databaseName() throws -> String {
        let query = Query(
            "database", Array("SELECT current_database()::text AS name".utf8),
            gives: ["name": .text])
        return try rows(query) { $0.text(0) }.first ?? ""
    }
}
