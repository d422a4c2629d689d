/// What `clearing bench api` measured, round by round.
struct APIFigures {
    struct Lookups {
        var ours: [LoadClient.Load] = []
        var bare: [LoadClient.Load] = []
    }

    struct Lists {
        var ours: [StreamClient.Stream] = []
        /// Rows, bytes and time of COPY.
        var copies: [StreamClient.Stream] = []
    }

    let connections: Int
    var lookups = Lookups()
    var lists = Lists()
    /// Peak of the serving process, in KB, after the last tenth of the list and after all of it.
    var memoryOfTenth = 0
    var memoryOfAll = 0

    /// Percent of each round, ours of the other; the median.
    var lookupPercent: Int {
        Self.median(
            zip(lookups.ours, lookups.bare).map { $0.perSecond * 100 / max(1, $1.perSecond) })
    }

    var listPercent: Int {
        Self.median(
            zip(lists.ours, lists.copies).map {
                $0.linesPerSecond * 100 / max(1, $1.linesPerSecond)
            })
    }

    static func median(_ values: [Int]) -> Int {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    var json: JSONValue {
        .object(
            [("connections", .integer(connections)), ("rounds", .integer(lookups.ours.count))]
                + Self.json("bare", lookups.bare) + Self.json("api", lookups.ours)
                + [("lookup_percent_of_bare", .integer(lookupPercent))]
                + Self.json("copy", lists.copies) + Self.json("ndjson", lists.ours)
                + [
                    ("ndjson_percent_of_copy", .integer(listPercent)),
                    ("memory_of_tenth_kb", .integer(memoryOfTenth)),
                    ("memory_of_all_kb", .integer(memoryOfAll)),
                ])
    }

    private static func json(
        _ name: String, _ loads: [LoadClient.Load]
    ) -> [(String, JSONValue)] {
        [
            ("\(name)_requests_per_second", .integer(median(loads.map(\.perSecond)))),
            ("\(name)_p50_us", .integer(median(loads.map { $0.microseconds(percent: 50) }))),
            ("\(name)_p99_us", .integer(median(loads.map { $0.microseconds(percent: 99) }))),
        ]
    }

    private static func json(
        _ name: String, _ streams: [StreamClient.Stream]
    ) -> [(String, JSONValue)] {
        [
            ("\(name)_rows", .integer(streams.last?.lines ?? 0)),
            ("\(name)_bytes", .integer(streams.last?.bytes ?? 0)),
            ("\(name)_rows_per_second", .integer(median(streams.map(\.linesPerSecond)))),
        ]
    }

    var text: String {
        var lookup = TextTable([
            ("One CDR", .left), ("Requests/s", .right), ("p50 ms", .right), ("p99 ms", .right),
            ("p99/p50", .right),
        ])
        for (name, loads) in [("bare route", lookups.bare), ("API", lookups.ours)] {
            let p50 = Self.median(loads.map { $0.microseconds(percent: 50) })
            let p99 = Self.median(loads.map { $0.microseconds(percent: 99) })
            lookup.add([
                name, "\(Self.median(loads.map(\.perSecond)))", Self.thousandths(p50),
                Self.thousandths(p99), Self.tenths(p99 * 10 / max(1, p50)),
            ])
        }
        var list = TextTable([
            ("All CDRs", .left), ("Rows", .right), ("Bytes", .right), ("Rows/s", .right),
        ])
        for (name, streams) in [("COPY", lists.copies), ("NDJSON", lists.ours)] {
            list.add([
                name, "\(streams.last?.lines ?? 0)", "\(streams.last?.bytes ?? 0)",
                "\(Self.median(streams.map(\.linesPerSecond)))",
            ])
        }
        return """
            \(lookup.render())\(connections) connections; the API answers \(lookupPercent) % of what the \
            bare route does

            \(list.render())NDJSON at \(listPercent) % of COPY; the server's peak memory: \
            \(memoryOfTenth / 1024) MB for a tenth of the rows, \(memoryOfAll / 1024) MB for all

            """
    }

    private static func thousandths(_ value: Int) -> String {
        let rest = String(value % 1000)
        return "\(value / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    private static func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }
}
