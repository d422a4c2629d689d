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
        let tariff = try folder.tariff(as: version)
        let rules = RatingRules(
            rounding: .none, periods: expected.split == true ? .split : .asSent,
            hours: expected.snap == false ? .literal : .snapped, timeZone: expected.tz,
            detail: .priceOnly)
        var explained = rules
        explained.detail = .working
        for rules in [rules, explained] {
            let outcome = rate(charge, by: [compile(tariff)], under: rules)
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
    }
}
