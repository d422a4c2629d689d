extension FileRule {
    static let clock = FileRule(
        name: "only clearing reads the clock",
        breaking: [
            Example("let a = Date()"), Example("let a = Date.now"), Example("f(at: .now)"),
            Example("clock_gettime(CLOCK_REALTIME, &t)"), Example("let c = ContinuousClock()"),
            Example("let t = time(nil)"), Example("gettimeofday(&t, nil)"),
        ],
        keeping: [
            Example("let a = Date(timeIntervalSince1970: seconds)"), Example("let now = run.begun"),
            Example("// Date() would differ\nlet text = \"now\""),
            Example("let time = cdr.time(of: x)"),
            Example("let a = Date()", in: "Sources/clearing/Jobs/Rate.swift"),
            Example("let a = Date()", in: "Tests/RatingTests/SpeedTests.swift"),
        ]
    ) { file in
        guard file.isSource, file.target != "clearing" else { return [] }
        let advice = "reads the clock: take the time as a value from clearing (`on date: Day`)"
        let calls: Set = [
            "clock_gettime", "gettimeofday", "ContinuousClock", "SuspendingClock", "DispatchTime",
            "CFAbsoluteTimeGetCurrent",
        ]
        let readings = file.swift.tokens.indices.filter { index in
            file.reads(["Date", "(", ")"], at: index) || file.reads([".", "now"], at: index)
                || file.reads(["time", "(", "nil", ")"], at: index)
        }
        return file.breaches(ofWords: calls) { "\($0.text) \(advice)" }
            + readings.map { file.breach(file.swift.tokens[$0].line, "this \(advice)") }
    }

    static let chance = FileRule(
        name: "only clearing prints, reads the environment or rolls dice",
        breaking: [
            Example("let a = Int.random(in: 0..<9)"), Example("list.shuffled()"),
            Example("let g = SystemRandomNumberGenerator()"), Example("let id = UUID()"),
            Example("print(a)"), Example("let h = getenv(\"HOME\")"),
            Example("let e = ProcessInfo.processInfo.environment"), Example("list.randomElement()"),
        ],
        keeping: [
            Example("let a = Int.random(in: 0..<9, using: &seeded)"), Example("sheet.print(row)"),
            Example("list.shuffled(using: &seeded)"), Example("func print(_ row: Row) {}"),
            Example("print(a)", in: "Sources/clearing/Main.swift"),
        ]
    ) { file in
        guard file.isSource, file.target != "clearing" else { return [] }
        let words: Set = [
            "SystemRandomNumberGenerator", "UUID", "getenv", "ProcessInfo", "CommandLine",
            "arc4random", "NSLog", "debugPrint", "getpid",
        ]
        let advice =
            "is no value that was handed in: let clearing pass it, or use a seeded generator"
        return file.breaches(ofWords: words) { "\($0.text) \(advice)" }
            + file.swift.tokens.indices.filter { isChance(file, at: $0) }.map {
                file.breach(file.swift.tokens[$0].line, "\(file.swift.tokens[$0].text) \(advice)")
            }
    }

    private static func isChance(_ file: SourceFile, at index: Int) -> Bool {
        let tokens = file.swift.tokens
        guard file.reads(["("], at: index + 1), index > 0 else {
            return index == 0 && file.reads(["print", "("], at: 0)
        }
        switch tokens[index].text {
        case "print": return !tokens[index - 1].is(".") && !tokens[index - 1].is("func")
        case "random", "shuffled", "shuffle", "randomElement":
            guard tokens[index - 1].is("."), let close = file.swift.closing(of: index + 1) else {
                return false
            }
            return !tokens[index..<close].contains { $0.is("using") }
        default: return false
        }
    }
}
