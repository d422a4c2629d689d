import TestSupport
import Testing

/// The partner scorecard of the example month, added up another way from `truth.json`.
@Suite struct ScorecardTests {
    private let month: ExampleMonth
    private let truth: [SandboxTruth.Line]

    init() throws {
        month = try ExampleMonth.shared.get()
        truth = month.truth.dispositions.filter { !$0.isOwnNetwork && $0.counterparty != nil }
    }

    /// Whose line it is; a refused object's currency is not read.
    private func owner(_ line: SandboxTruth.Line) -> String {
        [
            line.counterparty ?? "", line.side == "cpo" ? "receivable" : "payable",
            line.disposition == "REJECTED" ? "" : line.currency ?? "",
        ].joined(separator: " ")
    }

    private func owner(_ row: [String: String]) -> String {
        ["Partner", "Direction", "Currency"].map { row[$0] ?? "?" }.joined(separator: " ")
    }

    @Test func `dispositions are counted and summed as in the truth, with their shares`() throws {
        var expected: [String: [Int]] = [:]
        for line in truth {
            let figures = [1, hundredths(line.agreed), hundredths(line.disputed)]
            expected["\(owner(line)) \(line.disposition)", default: [0, 0, 0]] = zip(
                expected["\(owner(line)) \(line.disposition)"] ?? [0, 0, 0], figures
            ).map(+)
        }
        let whole = Dictionary(grouping: truth, by: owner).mapValues(\.count)
        var shown: [String: [Int]] = [:]
        for row in try month.table("partner-scorecard/dispositions.csv").rows {
            let lines = try #require(Int(row["Lines"] ?? ""))
            shown["\(owner(row)) \(row["Disposition"] ?? "")"] = [
                lines, hundredths(row["Agreed"]), hundredths(row["Disputed"]),
            ]
            // A share of n lines is within half a ten-thousandth of lines / n.
            let all = try #require(whole[owner(row)])
            let share = try #require(tenThousandths(row["% of lines"]))
            #expect(abs(share * all - lines * 10_000) * 2 <= all)
        }
        #expect(shown == expected)
    }

    @Test func `the summary has a row for each partner, direction and currency of the truth`()
        throws
    {
        let rows = try month.table("partner-scorecard/summary.csv").rows
        let groups = Dictionary(grouping: truth, by: owner)
        #expect(Set(rows.map(owner)) == Set(groups.keys))
        #expect(rows.count == groups.count)
        for row in rows {
            let lines = try #require(groups[owner(row)])
            #expect(
                hundredths(row["Disputed"]) == lines.map { hundredths($0.disputed) }.reduce(0, +))
            #expect(hundredths(row["Agreed"]) == lines.map { hundredths($0.agreed) }.reduce(0, +))
            let matched = lines.count { $0.disposition == "MATCHED" }
            let share = try #require(tenThousandths(row["As claimed"]))
            #expect(abs(share * lines.count - matched * 10_000) * 2 <= lines.count)
        }
    }

    @Test func `latency counts every CDR once`() throws {
        let rows = try month.table("partner-scorecard/latency.csv").rows
        let cdrs = truth.count { $0.cdr_id != nil && $0.disposition != "REJECTED" }
        #expect(rows.compactMap { Int($0["CDRs"] ?? "") }.reduce(0, +) == cdrs)
    }

    /// As the sandbox sets them (Network+Tables, `clockAhead`; ChargeGrid's partners five minutes). IN-CGR
    /// names no sessions by id, so nothing tells its clock.
    @Test func `partners whose clocks are off are found out, all others keep our time`() throws {
        let rows = try month.table("partner-scorecard/clocks.csv").rows
        let off = rows.filter { $0["Ahead of us (s)"] != "0.000" }.map { row in
            ["Partner", "Direction", "Ahead of us (s)"].map { row[$0] ?? "" }.joined(separator: " ")
        }
        #expect(
            off == ["IN-JIO payable -75.000", "IN-KAZ payable 300.000", "NL-GFX payable 45.000"])
        #expect(rows.count > 20)
    }

    /// The sandbox rounds totals half up to the currency's two digits.
    @Test func `everybody rounds as the sandbox does`() throws {
        let rows = try month.table("partner-scorecard/rounding.csv").rows
        #expect(rows.count > 10)
        for row in rows where row["Can tell"] != "0" {
            let verdict = try #require(row["How they round"])
            #expect(verdict.hasPrefix("half-up to 2 decimals: "), "\(row)")
            #expect(row["Explained"] == row["Can tell"])
        }
    }

    /// `0.125` is 1250.
    private func tenThousandths(_ share: String?) -> Int? {
        guard let parts = share?.split(separator: "."), parts.count == 2, parts[1].count <= 4,
            let whole = Int(parts[0]), let rest = Int(parts[1])
        else { return nil }
        return whole * 10_000 + [0, 1000, 100, 10, 1][parts[1].count] * rest
    }
}
