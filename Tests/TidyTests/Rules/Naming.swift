extension FileRule {
    private static let emptyWords: Set = [
        "util", "utils", "utility", "utilities", "common", "helper", "helpers", "manager",
        "managers", "service", "services", "misc",
    ]

    static let names = FileRule(
        name:
            "files and types are named by what they are, not Utils, Common, Helper, Manager, Service",
        breaking: [
            Example("let a = 1", in: "Sources/Rating/DateUtils.swift"),
            Example("let a = 1", in: "Sources/Rating/Common/Day.swift"),
            Example("struct RateManager {}"), Example("final class PriceService {}"),
            Example("enum HelperKind {}"), Example("typealias TaxUtil = Int"),
        ],
        keeping: [
            Example("let files = FileManager.default // a Helper"),
            Example("struct Commonwealth {}"), Example("enum Serviced {}"),
        ]
    ) { file in
        let advice = "says nothing: name it after what it is or does in the field"
        let folders = file.path.split(separator: "/").filter { hasEmptyWord($0) }
        let types = file.swift.declaredTypes.filter { hasEmptyWord($0.name) }
        return folders.map { file.breach(1, "\($0) \(advice)") }
            + types.map { file.breach($0.line, "\($0.name) \(advice)") }
    }

    static let moduleNames = FileRule(
        name: "no type is named like a module",
        breaking: [Example("struct Rating {}"), Example("enum Store {}")],
        keeping: [
            Example("struct RatingRules {}"), Example("extension Rating.Rules {}"),
            Example("import struct Amounts.Money"),
        ]
    ) { file in
        file.swift.declaredTypes.filter { House.arrows[$0.name] != nil }.map { type in
            file.breach(
                type.line,
                "\(type.name) is a module: a type of that name hides it in every importing file")
        }
    }

    /// Splits `HTTPRateManager` or `rate-manager` into words and looks for empty ones.
    private static func hasEmptyWord(_ name: some StringProtocol) -> Bool {
        var words = [""]
        for character in name {
            if character.isUppercase || !character.isLetter { words.append("") }
            if character.isLetter { words[words.count - 1] += character.lowercased() }
        }
        return words.contains { emptyWords.contains($0) }
    }
}
