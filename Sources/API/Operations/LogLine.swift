import Roaming

/// Lines of the log: JSON, without queries, headers or bodies, in which secrets may stand.
enum LogLine {
    static func request(
        at now: Instant, id: String, client: String?, route: String, status: Int,
        microseconds: UInt64
    ) -> String {
        line(at: now, "info") { out in
            out.key("request_id")
            out.string(id)
            out.key("client")
            out.string(client)
            out.key("route")
            out.string(route)
            out.key("status")
            out.integer(Int64(status))
            out.key("us")
            out.integer(Int64(microseconds))
        }
    }

    static func fault(at now: Instant, id: String, _ text: String) -> String {
        line(at: now, "error") { out in
            out.key("request_id")
            out.string(id)
            out.key("error")
            out.string(text)
        }
    }

    private static func line(
        at now: Instant, _ level: String, _ body: (inout JSONOutput) -> Void
    ) -> String {
        var out = JSONOutput()
        out.object { line in
            line.key("at")
            line.string("\(now)")
            line.key("level")
            line.string(level)
            body(&line)
        }
        return String(decoding: out.bytes, as: UTF8.self)
    }
}
