import HTTPTypes
import Roaming
import Store

extension RouteTable {
    var ofMonths: [Route] {
        [
            Route(
                method: .get, path: "/v1/months/{month}", name: "months_month", group: "Months",
                summary: "One month: the runs that stand, and its closes.",
                access: .scope(.settlementRead),
                parameters: [
                    Route.Parameter(
                        name: "month", place: .path, type: .month, meaning: "The month.",
                        example: "2026-10"),
                    Route.Parameter(
                        name: "as_of", place: .query, type: .version,
                        meaning: "Only this version of its close.", example: "1"),
                ],
                contents: [
                    Route.Content(mediaType: Self.json, schema: Schema.month, example: nil)
                ],
                statuses: [404, 406],
                handle: { call in .bytes(try await month(call), type: Self.json) })
        ]
    }

    private func month(_ call: Call) async throws -> [UInt8] {
        guard let month = call["month"].flatMap({ Month($0) }) else {
            throw Problem(.notFound, "There is no such month.", at: "/path/month")
        }
        let version = call["as_of"].flatMap { Int($0) }
        let found = try await pool.read {
            connection -> (runs: [StandingRun?], closes: [ServedClose]) in
            let transaction = try connection.beginReading(within: call.reach)
            let runs = try Job.allCases.map { try connection.standingRun(of: $0, month) }
            let closes = try connection.servedCloses(of: month)
            try transaction.rollback()
            return (runs, closes)
        }
        let closes = found.closes.filter { version == nil || $0.version == version }
        guard found.runs.contains(where: { $0 != nil }) else {
            throw Problem(.notFound, "\(month) was not cleared.", at: "/path/month")
        }
        guard version == nil || !closes.isEmpty else {
            throw Problem(.notFound, "\(month) has no such close.", at: "/query/as_of")
        }
        var out = JSONOutput()
        out.object { answer in
            answer.key("month")
            answer.string("\(month)")
            answer.key("runs")
            answer.array { list in
                for (job, run) in zip(Job.allCases, found.runs) {
                    guard let run else { continue }
                    list.object { item in
                        item.key("job")
                        item.string(job.rawValue)
                        item.key("id")
                        item.string(String(run.run))
                        item.key("key")
                        item.string(run.key)
                    }
                }
            }
            answer.key("closes")
            answer.array { list in
                for close in closes { write(close, to: &list) }
            }
        }
        return out.bytes
    }

    private func write(_ close: ServedClose, to out: inout JSONOutput) {
        out.object { item in
            item.key("version")
            item.integer(Int64(close.version))
            item.key("place")
            item.integer(Int64(close.place))
            item.key("lines")
            item.integer(close.lines)
            for (name, text) in [
                ("rules_hash", close.rulesHash), ("build", close.build),
                ("lines_root", close.linesRoot), ("previous", close.previous),
                ("hash", close.hash), ("drafted_by", close.draftedBy),
                ("approved_by", close.approvedBy), ("closed_at", "\(close.closedAt)"),
                ("reopened_by", close.reopenedBy),
                ("reopened_at", close.reopenedAt.map { "\($0)" }),
                ("reopened_why", close.reopenedWhy),
            ] {
                item.key(name)
                item.string(text)
            }
        }
    }
}
