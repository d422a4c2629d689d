import Amounts
import Roaming
import Testing

@testable import Sandbox

@Suite struct MonthlyCapTests {
    private func tolerated(_ difference: Int) -> TruthBook.Booked {
        let line = Truth.Line(
            hub: "hubject", counterparty: "IN-ZEO", side: "emsp",
            disposition: .matchedWithinTolerance, sessionID: nil, cdrID: "C",
            ours: .init(hundredths: 100_00), theirs: .init(hundredths: 100_00 + difference),
            currency: "INR", agreed: .init(hundredths: 100_00 + difference),
            disputed: .init(hundredths: 0), serviceMonth: Timetable.month(of: 0), matchedBy: nil,
            causes: [])
        return TruthBook.Booked(
            line: line, side: .emsp, agreed: 100_00 + difference, disputed: 0, ours: 100_00,
            theirs: 100_00 + difference)
    }

    private func closed(_ differences: [Int]) -> [String] {
        var book = TruthBook(keepsLines: true)
        for difference in differences { _ = book.add(tolerated(difference)) }
        return book.closed().map {
            "\($0.disposition.rawValue) \($0.agreed) \($0.disputed)"
        }
    }

    @Test func `up to the cap small differences pass, beyond it those of the sum's sign turn`() {
        // The cap is 25.00 INR; the sum counts with signs.
        let within = closed([15_00, 12_00, -2_00])
        #expect(within.allSatisfy { $0.hasPrefix("MATCHED_WITHIN_TOLERANCE") })
        #expect(
            closed([15_00, 12_01, -2_00, 0]) == [
                "PRICE_MISMATCH 100.00 15.00", "PRICE_MISMATCH 100.00 12.01",
                "MATCHED_WITHIN_TOLERANCE 98.00 0.00", "MATCHED_WITHIN_TOLERANCE 100.00 0.00",
            ])
        #expect(
            closed([-20_00, -6_00]) == ["PRICE_MISMATCH 80.00 0.00", "PRICE_MISMATCH 94.00 0.00"])
    }
}

@Suite struct PlightTests {
    private let network = Network(month: Timetable.month(of: 1_790_000_000))

    private func draws(_ side: StaySide) -> [(plight: Plight, partner: Partner)] {
        (0..<3_000).map { number in
            var chance = Chance(seed: 5, .draw, number)
            let partner = network.partners[number % network.partners.count]
            return (Plight.drawn(&chance, for: side, partner), partner)
        }
    }

    @Test(arguments: [StaySide.cpo, .emsp])
    func `what fits once fits again, and mixes two dimensions at least`(_ side: StaySide) {
        let draws = draws(side)
        for (plight, partner) in draws {
            #expect(plight.fitted(to: side, partner) == plight, "\(plight.words)")
        }
        #expect(draws.count { $0.plight.mishaps >= 2 } >= 2_900)
    }

    @Test(arguments: [StaySide.cpo, .emsp])
    func `each kind of a side has a partner with whom it can happen`(_ side: StaySide) {
        for mishap in Mishap.allCases where mishap.share(on: side) > 0 {
            let fitting = network.partners.filter { mishap.occurs(on: side, $0) }
            #expect(!fitting.isEmpty, "\(mishap)")
            for occurrence in 0..<4 {
                guard let plight = mishap.plight(on: side, occurrence) else { continue }
                for partner in fitting {
                    #expect(plight.fitted(to: side, partner) == plight, "\(mishap) \(occurrence)")
                }
            }
        }
    }

    @Test func `every value of every dimension is drawn`() {
        let plights = (draws(.emsp) + draws(.cpo)).map(\.plight)
        for measure in Plight.Measure.allCases {
            #expect(plights.contains { $0.measure == measure }, "\(measure)")
        }
        for pricing in Plight.Pricing.allCases where pricing != .skimmed {
            #expect(plights.contains { $0.pricing == pricing }, "\(pricing)")
        }
        for credit in Plight.Credit.allCases {
            #expect(plights.contains { $0.credit == credit }, "\(credit)")
        }
        for references in Plight.References.allCases {
            #expect(plights.contains { $0.references == references }, "\(references)")
        }
        for bit in 0..<9 {
            let kind = Plight.Repeats(rawValue: 1 << bit)
            #expect(plights.contains { $0.repeats.contains(kind) }, "\(bit)")
        }
        // The one that was asked for: late, credited, sent twice, with a clock that is off.
        #expect(
            plights.contains {
                $0.arrival == .late && $0.credit == .full && !$0.repeats.isEmpty
                    && $0.clockAhead > 0
            })
    }
}

@Suite struct SignedRecordTests {
    /// 10 kWh in two hours at a charger of ours.
    private static func stay() throws -> Stay {
        let network = Network(month: try #require(Month("2026-10")))
        return Stay(
            side: .cpo, partner: 0, charger: network.ownCharger(0),
            driver: Driver(of: .ourEMSP, number: 1), plan: network.ownPlans[0],
            start: 1_790_000_000, charging: 7_200, parking: 0, energy: 10_000, sessionID: "S-1",
            cdrID: "C-1", reference: "A-1")
    }

    @Test func `base64 is that of RFC 4648`() {
        // §10 of the RFC.
        let vectors = [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
        for (plain, encoded) in vectors {
            #expect(JSONWriter.base64(Array(plain.utf8)) == encoded)
        }
    }

    @Test func `a meter signs the energy it gave`() throws {
        var stay = try Self.stay()
        stay.sign()
        let text = try #require(stay.signed)
        #expect(text.hasPrefix("OCMF|{") && text.split(separator: "|").count == 3)
        let readings = text.split(separator: "\"RV\":").dropFirst().map { $0.prefix { $0 != "," } }
        #expect(readings.count == 2)
        let energy = try #require(ExactDecimal(readings[1])) - #require(ExactDecimal(readings[0]))
        #expect(energy == ExactDecimal("10"))
    }
}
