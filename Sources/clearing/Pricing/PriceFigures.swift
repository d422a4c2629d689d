/// How long the passes took, by the clock and by the processors.
struct PassTimes {
    private var clock: [Duration] = []
    private var processor: [Duration] = []

    mutating func keep(_ clock: Duration, _ processor: Duration) {
        self.clock.append(clock)
        self.processor.append(processor)
    }

    var isEmpty: Bool { clock.isEmpty }
    /// Of an even number of passes the slower of the two in the middle.
    var median: Duration { Self.median(clock) }
    var medianProcessor: Duration { Self.median(processor) }
    var fastest: Duration { clock.min() ?? .zero }

    private static func median(_ times: [Duration]) -> Duration {
        times.isEmpty ? .zero : times.sorted()[times.count / 2]
    }
}

/// What was measured.
struct PriceFigures {
    let cdrs: Int
    let bytes: Int
    let threads: Int
    var priced = 0
    var parseAndPrice = PassTimes()
    var priceOnly = PassTimes()
    /// Reading alone, and reading with compiling; empty when they were not asked for.
    var read = PassTimes()
    var compile = PassTimes()

    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("parse_and_price_cdrs_per_s", .integer(Self.rate(cdrs, parseAndPrice.median))),
            ("price_only_cdrs_per_s", .integer(Self.rate(cdrs, priceOnly.median))),
            ("bytes_per_s", .integer(Self.rate(bytes, parseAndPrice.median))),
            (
                "parse_and_price_cdrs_per_s_fastest",
                .integer(Self.rate(cdrs, parseAndPrice.fastest))
            ),
            ("price_only_cdrs_per_s_fastest", .integer(Self.rate(cdrs, priceOnly.fastest))),
            ("bytes_per_s_fastest", .integer(Self.rate(bytes, parseAndPrice.fastest))),
            (
                "parse_and_price_cdrs_per_cpu_s",
                .integer(Self.rate(cdrs, parseAndPrice.medianProcessor))
            ),
            ("price_only_cdrs_per_cpu_s", .integer(Self.rate(cdrs, priceOnly.medianProcessor))),
        ]
        if !read.isEmpty {
            members += stages.map { ("\($0.name)_ns_per_cdr", .integer($0.nanoseconds)) }
        }
        members += [
            ("cdrs", .integer(cdrs)), ("priced", .integer(priced)), ("bytes", .integer(bytes)),
            ("threads", .integer(threads)), ("version", .string(Build.version)),
        ]
        return .object(members)
    }

    func table() -> String {
        var table = TextTable([
            ("", .left), ("CDRs/s", .right), ("MB/s", .right), ("Fastest pass", .right),
            ("CDRs/s of processor", .right),
        ])
        table.add([
            "parse and price", String(Self.rate(cdrs, parseAndPrice.median)),
            String(Self.rate(bytes, parseAndPrice.median) / 1_000_000),
            String(Self.rate(cdrs, parseAndPrice.fastest)),
            String(Self.rate(cdrs, parseAndPrice.medianProcessor)),
        ])
        table.add([
            "price only", String(Self.rate(cdrs, priceOnly.median)), "",
            String(Self.rate(cdrs, priceOnly.fastest)),
            String(Self.rate(cdrs, priceOnly.medianProcessor)),
        ])
        let threads = threads == 1 ? "1 thread" : "\(threads) threads"
        var text = table.render() + "\(priced) of \(cdrs) CDRs priced, \(threads), median pass\n"
        if !read.isEmpty {
            let parts = stages.map { "\($0.name) \($0.nanoseconds) ns" }
            text += "A CDR, of processor time: \(parts.joined(separator: ", "))\n"
        }
        return text
    }

    /// Where the time of parsing and pricing goes, by the differences of the processor's medians.
    private var stages: [(name: String, nanoseconds: Int)] {
        func each(_ times: PassTimes) -> Int {
            Self.nanoseconds(times.medianProcessor) / max(cdrs, 1)
        }
        let (reading, compiling, all) = (each(read), each(compile), each(parseAndPrice))
        return [
            ("read", reading), ("compile", compiling - reading), ("price", all - compiling),
        ]
    }

    private static func rate(_ count: Int, _ time: Duration) -> Int {
        count * 1_000_000_000 / max(nanoseconds(time), 1)
    }

    private static func nanoseconds(_ time: Duration) -> Int {
        let (seconds, attoseconds) = time.components
        return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    }
}
