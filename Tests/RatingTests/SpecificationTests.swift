import Amounts
import Intake
import Rating
import Roaming
import Testing

@Suite struct SpecificationTests {
    @Test(arguments: CaseFolder.all(in: "spec"))
    func `a worked example of the specification comes out exactly`(_ folder: CaseFolder) throws {
        let expected = try folder.expected()
        let version = expected.version.flatMap { OCPIVersion(rawValue: $0) }
        let charge = try folder.charge(as: version)
        let tariffs = try folder.tariffs(as: version).map { compile($0) }
        let rules = expected.rules
        var explained = rules
        explained.detail = .working
        for rules in [rules, explained] {
            let outcome = rate(charge, by: tariffs, under: rules)
            try check(outcome, expected)
        }
    }

    private func check(_ outcome: Outcome, _ expected: CaseFolder.Expected) throws {
        guard case .priced(let rated) = outcome else {
            Issue.record("not priced: \(outcome)")
            return
        }
        let names: [(String, Rating.Category)] = [
            ("fixed", .fixed), ("energy", .energy), ("time", .time), ("parking", .parking),
            ("reservation", .reservation), ("total", .total),
        ]
        for (name, category) in names {
            let parts = expected.parts?[name] ?? ["0", "0"]
            #expect(rated.beforeTax(category)?.description == parts[0], "\(name) before tax")
            #expect(rated.afterTax(category)?.description == parts[1], "\(name) after tax")
        }
        let codes = Set(rated.findings.map(\.code))
        for code in expected.notes ?? [] {
            #expect(codes.contains(code), "\(code) among \(codes.sorted())")
        }
    }
}
