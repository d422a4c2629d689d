extension FileRule {
    /// Files that may use floating point, each with its reason. Nothing here may touch an amount that is
    /// stored, compared or paid.
    static let floatingPointFiles = [
        "Sources/Reporting/XLSX/CellNumbers.swift":
            "a spreadsheet cell is a double in the file format, and libxlsxwriter takes one",
        "Sources/Rating/ZoneTable.swift":
            "Foundation's TimeZone is asked by Date, which is made from a TimeInterval",
    ]

    static let floatingPointTypes: Set = [
        "Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat", "TimeInterval",
        "NSNumber", "Decimal", "NSDecimalNumber",
    ]

    static let floatingPoint = FileRule(
        name: "no floating point in Sources, except where a file format demands it",
        breaking: [
            Example("let rate: Double = 1"), Example("let x = [Float](repeating: 0, count: 1)"),
            Example("let share = 0.18"), Example("let text = \"\\(Double(3))\""),
            Example("let day = CGFloat(1)"), Example("let tiny = 1e9"),
        ],
        keeping: [
            Example("// a Double cannot hold 0.1\nlet text = \"Double 0.1\""),
            Example("let second = pair.1.0\nlet range = 0...9\nlet hex = 0xE1"),
            Example("let x: Double = 0.5", in: "Tests/RatingTests/OracleTests.swift"),
            Example("let x: Double = 0.5", in: "Sources/Reporting/XLSX/CellNumbers.swift"),
        ]
    ) { file in
        guard file.isSource, floatingPointFiles[file.path] == nil else { return [] }
        let advice = """
            floating point cannot hold 0.10 exactly: use ExactDecimal, Money or whole units \
            (a file format that demands it: one file, listed in floatingPointFiles with the reason)
            """
        let literals = file.swift.tokens.filter(isFloatingPointLiteral)
        return file.breaches(ofWords: floatingPointTypes) { "\($0.text): \(advice)" }
            + literals.map { file.breach($0.line, "\($0.text): \(advice)") }
    }

    private static func isFloatingPointLiteral(_ token: SwiftText.Token) -> Bool {
        guard token.kind == .number, !token.text.hasPrefix("0x") else { return false }
        return token.text.contains { $0 == "." || $0 == "e" || $0 == "E" }
    }
}
