import HTTPTypes
import Roaming
import Store

extension RouteTable {
    var ofMonths: [Route] {
        [
            Route(
                method: .get, path: "/v1/months/{month}", name: "months_month", group: "Months",
                summary: "One month: what it comes to, the runs that say so, and its closes.",
                access: .scope(.settlementRead),
                parameters: [
                    Route.Parameter(
                        name: "month", place: .path, type: .month, meaning: "The month.",
                        example: "2026-10"),
                    Route.Parameter(
                        name: "as_of", place: .query, type: .version,
                        meaning: "As this version of its close froze it, also when it was reopened"
                            + " since; as it stands now where none is given.", example: "1"),
                ],
                contents: [
                    Route.Content(
                        mediaType: Self.json, schema: Schema.month, example: Schema.monthExample)
                ],
                statuses: [404, 406],
                handle: { call in .bytes(try await month(call), type: Self.json) })
        ]
    }

    /// What a month's figures are taken from.
    private struct Basis {
        var runs: [ClosedRun] = []
        var closes: [ServedClose] = []
        /// The settlement; nil while there is none.
        var settled: Int64?
    }

    private func month(_ call: Call) async throws -> [UInt8] {
        guard let month = call["month"].flatMap({ Month($0) }) else {
            throw Problem(.notFound, "There is no such month.", at: "/path/month")
        }
        let version = call["as_of"].flatMap { Int($0) }
        return try await pool.read { connection -> [UInt8] in
            let transaction = try connection.beginReading(within: call.reach)
            let basis = try Self.basis(of: month, as: version, on: connection)
            var out = JSONOutput()
            try out.object { answer in
                answer.key("month")
                answer.string("\(month)")
                answer.key("as_of")
                if let version { answer.integer(Int64(version)) } else { answer.null() }
                answer.key("runs")
                answer.array { list in
                    for run in basis.runs { Self.write(run, to: &list) }
                }
                answer.key("closes")
                answer.array { list in
                    for close in basis.closes { Self.write(close, for: call.reach, to: &list) }
                }
                for (name, listing) in Self.ofSettlement {
                    answer.key(name)
                    try answer.array { list in
                        guard let run = basis.settled else { return }
                        try Self.write(listing, of: run, call, on: connection, to: &list)
                    }
                }
            }
            try transaction.rollback()
            return out.bytes
        }
    }

    /// What the answer has of the settlement, by name.
    static let ofSettlement: [(name: String, listing: Listing)] = [
        ("totals", .totals), ("positions", .positions), ("statements", .statements),
        ("payouts", .payouts),
    ]

    private static func basis(
        of month: Month, as version: Int?, on connection: Connection
    ) throws -> Basis {
        var basis = Basis()
        let closes = try connection.servedCloses(of: month)
        if let version {
            guard let close = closes.first(where: { $0.version == version }) else {
                throw Problem(.notFound, "\(month) has no such close.", at: "/query/as_of")
            }
            basis.closes = [close]
            basis.runs = try connection.closedRuns(of: month, version: version)
            basis.settled = close.settleRun
            return basis
        }
        basis.closes = closes
        for job in Job.allCases {
            guard let run = try connection.standingRun(of: job, month) else { continue }
            basis.runs.append(ClosedRun(run: run.run, job: job, key: run.key))
            if job == .settle { basis.settled = run.run }
        }
        guard !basis.runs.isEmpty else {
            throw Problem(.notFound, "\(month) was not cleared.", at: "/path/month")
        }
        return basis
    }

    /// All rows that a listing has of a settlement, as far as the reach goes.
    private static func write(
        _ listing: Listing, of run: Int64, _ call: Call, on connection: Connection,
        to list: inout JSONOutput
    ) throws {
        let gate = RowGate(listing, call.reach)
        guard !gate.isShut else { return }
        let writer = RowWriter(heads: RowWriter.Heads(listing), shows: call.personalData)
        let rows = try connection.rows(
            of: listing, ListingDesk.request(listing, call, run, nil, nil))
        while try rows.next() {
            try gate.pass(rows)
            try writer.write(rows, to: &list)
        }
    }

    private static func write(_ run: ClosedRun, to list: inout JSONOutput) {
        list.object { item in
            item.key("job")
            item.string(run.job.rawValue)
            item.key("id")
            item.string(String(run.run))
            item.key("key")
            item.string(run.key)
        }
    }

    /// How much there was, who decided, and why it was reopened is told to those who see everything: it is
    /// about others too.
    private static func write(
        _ close: ServedClose, for reach: Reach, to out: inout JSONOutput
    ) {
        let isOurs = reach == .all
        out.object { item in
            item.key("version")
            item.integer(Int64(close.version))
            item.key("place")
            item.integer(Int64(close.place))
            item.key("lines")
            if isOurs { item.integer(close.lines) } else { item.null() }
            for (name, text) in [
                ("rules_hash", close.rulesHash), ("build", close.build),
                ("lines_root", close.linesRoot), ("previous", close.previous),
                ("hash", close.hash), ("drafted_by", isOurs ? close.draftedBy : nil),
                ("approved_by", isOurs ? close.approvedBy : nil),
                ("closed_at", "\(close.closedAt)"),
                ("reopened_by", isOurs ? close.reopenedBy : nil),
                ("reopened_at", close.reopenedAt.map { "\($0)" }),
                ("reopened_why", isOurs ? close.reopenedWhy : nil),
            ] {
                item.key(name)
                item.string(text)
            }
        }
    }
}
