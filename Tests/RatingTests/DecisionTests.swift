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
        do {
            let tariffs = try folder.tariffs(as: version).map { compile($0) }
            let charge = try folder.charge(as: version)
            let read = try folder.readingFindings(as: version)
            for detail in [RatingRules.Detail.priceOnly, .working] {
                var rules = expected.rules
                rules.detail = detail
                switch rate(charge, by: tariffs, under: rules) {
                case .unpriceable(let refusal):
                    #expect(refusal.reason.rawValue == expected.unpriceable)
                case .priced(let rated):
                    try check(rated, read, expected)
                }
            }
        } catch let reject as Reject {
            #expect(reject.code == expected.unpriceable)
        }
    }

    private func check(
        _ rated: RatedCharge, _ read: [Finding], _ expected: CaseFolder.Expected
    ) throws {
        if expected.unpriceable == Unpriceable.amountTooLarge.rawValue {
            #expect(throws: AmountOverflow.self) { try rated.price(.total) }
            return
        }
        #expect(expected.unpriceable == nil)
        for category in Category.allCases {
            guard let part = expected.parts?["\(category)"] else { continue }
            #expect(rated.beforeTax(category)?.description == part[0], "\(category) before tax")
            #expect(rated.afterTax(category)?.description == part[1], "\(category) after tax")
        }
        if let rounded = expected.rounded {
            let price = try rated.price(.total)
            #expect([price.beforeTax?.description, price.afterTax?.description] == rounded)
        }
        check(read + rated.findings, expected)
    }

    private func check(_ findings: [Finding], _ expected: CaseFolder.Expected) {
        let codes = Set(findings.map(\.code))
        for code in expected.notes ?? [] {
            #expect(codes.contains(code), "\(code) among \(codes.sorted())")
        }
        for code in expected.absent ?? [] {
            #expect(!codes.contains(code), "\(code) among \(codes.sorted())")
        }
        if let stake = expected.at_stake.flatMap({ ExactDecimal($0) }) {
            #expect(findings.contains { $0.atStake == stake }, "\(findings.map(\.atStake))")
        }
    }
}
