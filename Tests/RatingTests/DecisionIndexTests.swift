import Testing

@Suite struct DecisionIndexTests {
    @Test func `every decision of the tariff page has cases on both sides of its boundary`() throws
    {
        var names: [String: [String]] = [:]
        for folder in CaseFolder.all(in: "decisions") {
            let decision = try #require(folder.expected().decision, "\(folder.name) names none")
            names[decision, default: []].append(folder.name)
        }
        for folder in CaseFolder.all(in: "spec") {
            guard let decision = try folder.expected().decision else { continue }
            names[decision, default: []].append(folder.name)
        }
        for decision in Decision.allCases {
            let cases = names.removeValue(forKey: decision.rawValue) ?? []
            #expect(cases.count >= 2, "\(decision.rawValue): \(decision.words)")
        }
        #expect(names.isEmpty, "cases of decisions that nobody made: \(names)")
    }
}
