import Synchronization

/// Counts and latencies of requests, in Prometheus' text format (0.0.4). A class, because all requests count.
package final class Metrics: Sendable {
    /// Upper bounds in microseconds.
    private static let bounds: [UInt64] = [
        1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    ]

    private struct Line: Hashable {
        let route: String
        let status: Int
    }

    fileprivate struct Times {
        var buckets = [UInt64](repeating: 0, count: Metrics.bounds.count)
        var count: UInt64 = 0
        var microseconds: UInt64 = 0
    }

    private struct State {
        var requests: [Line: UInt64] = [:]
        var times: [String: Times] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    func count(_ route: String, status: Int, nanoseconds: UInt64) {
        let microseconds = nanoseconds / 1000
        state.withLock { state in
            state.requests[Line(route: route, status: status), default: 0] += 1
            state.times[route, default: Times()].add(microseconds)
        }
    }

    /// What is so now, once or by labels.
    struct Gauge {
        let name: String
        let help: String
        var samples: [(labels: KeyValuePairs<String, String>, value: Int64)]

        init(
            _ name: String, _ help: String, labels: KeyValuePairs<String, String> = [:],
            _ value: Int64? = nil
        ) {
            self.name = name
            self.help = help
            samples = value.map { [(labels, $0)] } ?? []
        }

        fileprivate var text: String {
            guard !samples.isEmpty else { return "" }
            var out = "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            for sample in samples {
                let labels = sample.labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
                out += labels.isEmpty ? name : "\(name){\(labels.joined(separator: ","))}"
                out += " \(sample.value)\n"
            }
            return out
        }

        /// As label values have it: backslash, quote and line feed with a backslash before.
        private static func escaped(_ text: String) -> String {
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
        }
    }

    func text(pool: ConnectionPool.Standing, extra: [Gauge]) -> String {
        let gauges = [
            Gauge("clearing_pool_connections", "Connections to PostgreSQL.", Int64(pool.made)),
            Gauge("clearing_pool_idle", "Of these, unused.", Int64(pool.idle)),
            Gauge("clearing_pool_waiting", "Requests that wait for one.", Int64(pool.waiting)),
        ]
        return requests + times + (gauges + extra).map(\.text).joined()
    }

    private var requests: String {
        let name = "clearing_http_requests_total"
        let lines = state.withLock { $0.requests }.sorted {
            ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status)
        }
        var out = "# HELP \(name) Requests by route and status.\n# TYPE \(name) counter\n"
        for (line, count) in lines {
            out += "\(name){route=\"\(line.route)\",status=\"\(line.status)\"} \(count)\n"
        }
        return out
    }

    private var times: String {
        let name = "clearing_http_request_seconds"
        var out = "# HELP \(name) Time to the head of the answer.\n# TYPE \(name) histogram\n"
        for (route, times) in state.withLock({ $0.times }).sorted(by: { $0.key < $1.key }) {
            let bounds = Self.bounds.map(Self.seconds) + ["+Inf"]
            for (bound, count) in zip(bounds, times.buckets + [times.count]) {
                out += "\(name)_bucket{route=\"\(route)\",le=\"\(bound)\"} \(count)\n"
            }
            out += "\(name)_sum{route=\"\(route)\"} \(Self.seconds(times.microseconds))\n"
            out += "\(name)_count{route=\"\(route)\"} \(times.count)\n"
        }
        return out
    }

    /// Microseconds as seconds, exactly.
    private static func seconds(_ microseconds: UInt64) -> String {
        let rest = String(microseconds % 1_000_000)
        let digits = String(repeating: "0", count: 6 - rest.count) + rest
        let tail = digits.reversed().drop { $0 == "0" }.reversed()
        return tail.isEmpty
            ? "\(microseconds / 1_000_000)" : "\(microseconds / 1_000_000).\(String(tail))"
    }
}

extension Metrics.Times {
    fileprivate mutating func add(_ microseconds: UInt64) {
        count += 1
        self.microseconds += microseconds
        for index in buckets.indices where microseconds <= Metrics.bounds[index] {
            buckets[index] += 1
        }
    }
}
