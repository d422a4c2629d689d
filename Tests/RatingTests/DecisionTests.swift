import Amounts
import Intake
import Rating
import Roaming
import Testing

@Suite struct DecisionTests {
    @Test(arguments: CaseFolder.all(in: "decisions"))
    func `a decision of the tariff page holds on this side of its boundary`(
        _ folder: CaseFolder
    ) throws {
        let expected = try folder.expected()
        let version = expected.version.flatMap { OCPIVersion(rawValue: $0) }
        let tariff = try compile(folder.tariff(as: version))
        for detail in [RatingRules.Detail.priceOnly, .working] {
            let rules = RatingRules(
                rounding: .none, periods: expected.split == true ? .split : .asSent,
                hours: expected.snap == false ? .literal : .snapped, timeZone: expected.tz,
                detail: detail)
            let outcome = try rate(folder.charge(as: version), by: [tariff], under: rules)
            switch outcome {
            case .unpriceable(let refusal):
                #expect(refusal.reason.rawValue == expected.unpriceable)
            case .priced(let rated):
                #expect(expected.unpriceable == nil)
                check(rated, expected)
            }
        }
    }

    private func check(_ rated: RatedCharge, _ expected: CaseFolder.Expected) {
        for category in Category.allCases {
            guard let part = expected.parts?["\(category)"] else { continue }
            #expect(rated.beforeTax(category)?.description == part[0], "\(category) before tax")
            #expect(rated.afterTax(category)?.description == part[1], "\(category) after tax")
        }
        let codes = Set(rated.findings.map(\.code))
        for code in expected.notes ?? [] {
            #expect(codes.contains(code), "\(code) among \(codes.sorted())")
        }
    }
}
