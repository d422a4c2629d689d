import TestSupport
import Testing

/// The examples added up another way: from `truth.json`, which the sandbox writes with its own arithmetic,
/// and from the input itself, in whole paise.
@Suite struct SumTests {
    private let month: ExampleMonth

    init() throws { month = try ExampleMonth.shared.get() }

    @Test func `there is one statement for each counterparty that has a line`() {
        let parties = Set(month.truth.dispositions.filter { !$0.isOwnNetwork }.map(\.counterparty))
        #expect(month.workbooks == parties.count + 5)
    }

    @Test(arguments: ["cpo", "emsp"])
    func `a statement's summary has the lines and amounts of the truth`(_ side: String) throws {
        let direction =
            side == "cpo"
            ? "Receivable: their drivers, our stations" : "Payable: our drivers, their stations"
        let truth = month.truth.dispositions.filter {
            $0.counterparty == ExampleMonth.counterparty && $0.side == side
        }
        let rows = try month.table("settlement-statement/summary.csv").rows.filter {
            $0["Direction"] == direction
        }
        let (agreed, disputed) = (
            truth.map { hundredths($0.agreed) }.reduce(0, +),
            truth.map { hundredths($0.disputed) }.reduce(0, +)
        )
        #expect(rows.compactMap { Int($0["Lines"] ?? "") }.reduce(0, +) == truth.count)
        #expect(rows.map { hundredths($0["Agreed"]) }.reduce(0, +) == agreed)
        #expect(rows.map { hundredths($0["Disputed"]) }.reduce(0, +) == disputed)
        #expect(rows.map { hundredths($0["Claimed"]) }.reduce(0, +) == agreed + disputed)
        #expect(agreed != 0 && disputed != 0, "the example shows nothing")
    }

    @Test func `a statement's nets are the counterparty's positions`() throws {
        let rows = try month.table("settlement-statement/summary.csv").rows
        let positions = month.truth.positions.filter {
            $0.counterparty == ExampleMonth.counterparty
        }
        #expect(!positions.isEmpty)
        for position in positions {
            let own = rows.filter { $0["Currency"] == position.currency }
            #expect(
                own.map { hundredths($0["Net (+ to us)"]) }.reduce(0, +) == hundredths(position.net)
            )
            #expect(
                own.map { hundredths($0["Disputed"]) }.reduce(0, +) == hundredths(position.disputed)
            )
        }
    }

    @Test func `what is open is what the truth says is owed, less what the bank brought`() throws {
        let items = try month.table("open-items/open-items.csv").rows
        let entries = try month.table("open-items/bank-entries.csv").rows
        for currency in Set(month.truth.positions.map(\.currency)) {
            func sum(_ rows: [[String: String]], _ column: String) -> Int {
                rows.filter { $0["Currency"] == currency }.map { hundredths($0[column]) }
                    .reduce(0, +)
            }
            let owed = month.truth.positions.filter { $0.currency == currency }
                .map { hundredths($0.net) }.reduce(0, +)
            #expect(sum(items, "Open (+ to us)") == owed - sum(entries, "Pays"), "\(currency)")
            let aged = try month.table("open-items/ageing.csv").rows
            #expect(sum(aged, "Open (+ to us)") == sum(items, "Open (+ to us)"))
        }
        #expect(
            entries.map { hundredths($0["Pays"]) }.reduce(0, +) > 0, "the example shows nothing")
    }

    @Test func `payments are the positions of the truth, and each hub's members sum to zero`()
        throws
    {
        let payments = try month.table("hub-settlement/payments.csv").rows.map { row in
            [
                "Counterparty", "Currency", "Receivable", "Payable", "Net (+ to us)",
                "Held in dispute",
            ]
            .map { row[$0] ?? "" }.joined(separator: " ")
        }
        let positions = month.truth.positions.map {
            [$0.counterparty, $0.currency, $0.receivable, $0.payable, $0.net, $0.disputed]
                .joined(separator: " ")
        }
        #expect(payments.sorted() == positions.sorted())
        let proof = try month.table("hub-settlement/netting-proof.csv").rows
        #expect(proof.contains { $0["Member"] == "magma" })
        for currency in Set(proof.compactMap { $0["Currency"] }) {
            let own = proof.filter { $0["Currency"] == currency }
            #expect(own.map { hundredths($0["Position (sum is 0)"]) }.reduce(0, +) == 0)
            // Our own row is what the truth has with the hub's partners.
            let partners = month.truth.positions.filter {
                ["IN-BPC", "IN-JIO", "IN-EXI"].contains($0.counterparty) && $0.currency == currency
            }
            let ours = own.first { $0["Member"] == "magma" }
            #expect(
                hundredths(ours?["Position (sum is 0)"])
                    == partners.map { hundredths($0.net) }.reduce(0, +))
        }
    }

    /// Terms copied by hand from Rules/hubs/hubject.yaml: 0.50 a CDR, 0.02 a kWh, 2500.00 a month, 18 %.
    @Test func `a hub's fee follows from its terms and the settled lines over it`() throws {
        let rows = try month.table("hub-settlement/hub-fees.csv").rows
        let row = try #require(rows.first { $0["Hub"] == "hubject" })
        let cdrs = try #require(Int(row["CDRs"] ?? ""))
        let energy = try #require(Int((row["Energy (kWh)"] ?? "").replacing(".", with: "")))
        #expect(cdrs > 10 && energy > 10_000)
        let fee = cdrs * 50 + (energy * 2 + 500) / 1000 + 250_000
        #expect(hundredths(row["Fee"]) == fee)
        #expect(hundredths(row["Total"]) == fee + (fee * 18 + 50) / 100)
    }

    @Test func `a statement lists each line of the truth once and its columns add up`() throws {
        let truth = month.truth.dispositions.filter {
            $0.counterparty == ExampleMonth.counterparty
        }
        for (sheet, side) in [("receivable-lines", "cpo"), ("payable-lines", "emsp")] {
            let table = try month.table("settlement-statement/\(sheet).csv")
            let direction = side == "cpo" ? "receivable" : "payable"
            #expect(
                keys(of: table, direction: direction)
                    == keys(of: truth.filter { $0.side == side }))
            for row in table.rows {
                #expect(
                    hundredths(row["Agreed before tax"]) + hundredths(row["Tax"])
                        == hundredths(row["Agreed"]))
            }
        }
        let differences = try month.table("settlement-statement/differences.csv")
        #expect(keys(of: differences) == keys(of: truth.filter { $0.disposition != "MATCHED" }))
        #expect(differences.column("Reason").allSatisfy { !$0.isEmpty })
    }

    @Test func `the exceptions are the lines of the truth that are not matched`() throws {
        let table = try month.table("exceptions/exceptions.csv")
        let truth = month.truth.dispositions.filter { !$0.isMatched }
        #expect(keys(of: table) == keys(of: truth))
        let disputed = table.column("Disputed").map { hundredths($0) }.reduce(0, +)
        #expect(disputed == truth.map { hundredths($0.disputed) }.reduce(0, +))
        #expect(table.column("Reason").allSatisfy { !$0.isEmpty })
    }

    @Test func `exceptions by disposition are counted and summed as in the truth`() throws {
        var expected: [String: [Int]] = [:]
        for line in month.truth.dispositions where !line.isMatched {
            let direction =
                line.isOwnNetwork ? "own network" : line.side == "cpo" ? "receivable" : "payable"
            // A refused object's currency is not read.
            let currency = line.disposition == "REJECTED" ? nil : line.currency
            let key = [line.disposition, direction, currency ?? ""].joined(separator: " ")
            let figures = [1, hundredths(line.agreed), hundredths(line.disputed)]
            expected[key] = zip(expected[key] ?? [0, 0, 0], figures).map(+)
        }
        var shown: [String: [Int]] = [:]
        for row in try month.table("exceptions/by-disposition.csv").rows {
            let key = ["Disposition", "Direction", "Currency"].map { row[$0] ?? "" }
            let lines = Int(row["Lines"] ?? "") ?? -1
            shown[key.joined(separator: " ")] = [
                lines, hundredths(row["Agreed"]), hundredths(row["Disputed"]),
            ]
        }
        #expect(shown == expected)
    }

    @Test func `what was refused is listed with file, line and pointer`() throws {
        let table = try month.table("exceptions/refused-objects.csv")
        var counts: [String: Int] = [:]
        for code in table.column("Code") { counts[code, default: 0] += 1 }
        #expect(counts == month.truth.rejects)
        #expect(table.column("Where").allSatisfy { $0.hasPrefix("/") })
    }

    /// Which CDRs are at whose site: from our own records. What is agreed for them: from the truth. Gross is
    /// before tax: our stations charge 18 % GST to all but Volt Link, so gross × 1.18 is what is agreed, but
    /// for the paisa to which each CDR's tax is rounded, and for tax that was claimed at another rate.
    @Test(arguments: [
        ("coromandel-fuels", ["MGM-TN33-CHE1", "MGM-GJ24-AMD1"]),
        ("indiranagar-estates", ["MGM-KA29-BLR1"]),
        ("sahyadri-malls", ["MGM-MH27-PUN1", "MGM-DL07-DEL1"]),
    ])
    func `a vendor's gross is what is agreed at its sites, before tax`(
        _ vendor: String, _ sites: [String]
    ) throws {
        let rows = try month.table("payout-preview/payouts.csv").rows
        let row = try #require(rows.first { $0["Vendor"] == vendor })
        let lines = month.truth.dispositions.filter { line in
            let ids = [line.cdr_id, line.session_id].compactMap { $0 }
            guard line.side == "cpo", let site = ids.compactMap({ month.sites[$0] }).first else {
                return false
            }
            return sites.contains(site) && hundredths(line.agreed) != 0
        }
        let agreed = lines.map {
            hundredths($0.agreed) * ($0.counterparty == "IN-VLT" ? 118 : 100)
        }
        let gross = hundredths(row["Gross"])
        #expect(lines.count > 10)
        let slack = lines.map { line in
            switch line.disposition {
            case "TAX_MISMATCH": abs(hundredths(line.agreed)) * 12
            case "MATCHED_WITHIN_TOLERANCE": 100 * 100
            default: 100
            }
        }
        #expect(abs(gross * 118 - agreed.reduce(0, +)) <= slack.reduce(0, +))
    }

    /// Terms copied by hand from Rules/vendors: share in percent, fee a session and a kWh, fee a month.
    @Test(arguments: [
        ("coromandel-fuels", 225, 150, 0, 120_000), ("indiranagar-estates", 300, 200, 10, 50_000),
        ("sahyadri-malls", 350, 0, 0, 0),
    ])
    func `a vendor's share, fees and net follow from its terms`(
        _ vendor: String, _ sharePermille: Int, _ feePerSession: Int, _ feePerKWh: Int,
        _ feeMonthly: Int
    ) throws {
        let rows = try month.table("payout-preview/payouts.csv").rows
        let row = try #require(rows.first { $0["Vendor"] == vendor })
        let gross = hundredths(row["Gross"])
        let energy = try #require(Int((row["Energy (kWh)"] ?? "").replacing(".", with: "")))
        let sessions = try #require(Int(row["Sessions"] ?? ""))
        let share = (gross * sharePermille + 500) / 1000
        let fees = sessions * feePerSession + (energy * feePerKWh + 500) / 1000 + feeMonthly
        #expect(hundredths(row["Vendor's share"]) == share)
        #expect(hundredths(row["Magma's share"]) == gross - share)
        #expect(hundredths(row["Fees"]) == fees)
        #expect(hundredths(row["Net"]) == share - fees)
    }

    /// - Parameter direction: of a sheet that has but one.
    private func keys(of table: CSVTable, direction: String? = nil) -> [String] {
        table.rows.map { row in
            [
                row["Direction"] ?? direction, row["Disposition"], row["Session"], row["CDR"],
                row["Agreed"],
                row["Disputed"],
            ].map { $0 ?? "-" }.joined(separator: " ")
        }.sorted()
    }

    private func keys(of lines: [SandboxTruth.Line]) -> [String] {
        lines.map { line in
            let direction =
                line.isOwnNetwork ? "own network" : line.side == "cpo" ? "receivable" : "payable"
            return [
                direction, line.disposition, line.session_id ?? "", line.cdr_id ?? "", line.agreed,
                line.disputed,
            ].joined(separator: " ")
        }.sorted()
    }
}
