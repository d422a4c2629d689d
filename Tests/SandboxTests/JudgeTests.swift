import Amounts
import Roaming
import Testing

@testable import Sandbox

// The truth itself, on cases small enough to be worked out by hand: 10 kWh at 10.00 INR and 18 % are
// 100.00 before and 118.00 after tax.

private func at(_ text: String) throws -> Int { Int(try #require(Instant(text)).seconds) }

/// 10 kWh in two hours at a connector of 7.4 kW.
private func stay(_ side: StaySide = .emsp, end: String = "2026-10-10T10:00:00Z") throws -> Stay {
    let network = Network(month: try #require(Month("2026-10")))
    let plan = TariffPlan(
        id: "T", currency: "INR", vat: 18, zone: .india,
        elements: [
            .init(components: [
                .init(dimension: .energy, price: UnitPrice(hundredths: 10_00), step: 1)
            ])
        ])
    let charger =
        side == .emsp ? network.charger(0, of: network.partners[0]) : network.ownCharger(0)
    return Stay(
        side: side, partner: 0, charger: charger, driver: Driver(of: .ourEMSP, number: 1),
        plan: plan, start: try at(end) - 7_200, charging: 7_200, parking: 0, energy: 10_000,
        sessionID: "S-1", cdrID: "C-1", reference: "A-1")
}

/// The same at a charger of ours.
private func hostedStay() throws -> Stay { try stay(.cpo) }

private func cdr(_ stay: Stay, _ change: (inout CDRDraft) -> Void = { _ in }) -> CDRDraft {
    var cdr = CDRDraft(of: stay, embedsTariff: true, lastUpdated: stay.end + 60)
    change(&cdr)
    return cdr
}

private func story(_ stay: Stay, _ filed: [Filed], hasSession: Bool = true) -> Story {
    Story(
        side: stay.side, session: hasSession ? SessionDraft(stay: stay, reference: "A-1") : nil,
        filed: filed)
}

private func filed(_ role: Filed.Role, _ cdr: CDRDraft, held: CDRDraft? = nil) -> Filed {
    Filed(role: role, stands: cdr, held: held ?? cdr, hub: .hubject)
}

/// Disposition, agreed and disputed of each line, in hundredths.
private func judged(_ story: Story, in month: String = "2026-10") throws -> [String] {
    Judge(month: try #require(Month(month))).entries(of: story).map {
        "\($0.disposition.rawValue) \($0.agreed) \($0.disputed) \($0.serviceMonth)"
    }
}

/// One CDR on the eMSP side.
private func alone(
    _ stay: Stay, in month: String = "2026-10", token: Plight.TokenState = .known,
    hasSession: Bool = true, _ change: (inout CDRDraft) -> Void
) throws -> [String] {
    var story = story(stay, [filed(.first, cdr(stay, change))], hasSession: hasSession)
    story.token = token
    return try judged(story, in: month)
}

@Suite struct JudgeTests {
    @Test func `what agrees is matched, by the ids, the reference, the place or the contract`()
        throws
    {
        let stay = try stay()
        #expect(try alone(stay) { _ in } == ["MATCHED 11800 0 2026-10"])
        func pass(_ change: (inout CDRDraft) -> Void) throws -> String? {
            Judge(month: try #require(Month("2026-10")))
                .entries(of: story(stay, [filed(.first, cdr(stay, change))])).first?.matchedBy
        }
        #expect(try pass { _ in } == "M1")
        #expect(try pass { $0.sessionID = nil } == "M2")
        #expect(try pass { ($0.sessionID, $0.reference) = (nil, nil) } == "M5")
        #expect(
            try pass { ($0.sessionID, $0.reference, $0.tokenUID) = (nil, nil, "VT") } == "M6")
    }

    @Test func `a price is tolerated up to one rupee or half a percent`() throws {
        let stay = try stay()
        func by(_ hundredths: Int) throws -> [String] {
            try alone(stay) { $0.claim = $0.claim.moved(by: hundredths) }
        }
        // Half a percent of 118.00 is 0.59; one rupee is more.
        #expect(try by(1_00) == ["MATCHED_WITHIN_TOLERANCE 11900 0 2026-10"])
        #expect(try by(-1_00) == ["MATCHED_WITHIN_TOLERANCE 11700 0 2026-10"])
        #expect(try by(1_01) == ["PRICE_MISMATCH 11800 101 2026-10"])
        // Less than is due is paid as claimed, but not unseen.
        #expect(try by(-1_01) == ["PRICE_MISMATCH 11699 0 2026-10"])
    }

    @Test func `tax that differs alone is a tax mismatch`() throws {
        let stay = try stay()
        func tax(_ after: Int) throws -> [String] { try alone(stay) { $0.claim.after = after } }
        #expect(try tax(119_00) == ["MATCHED_WITHIN_TOLERANCE 11900 0 2026-10"])
        // 28 %: 10.00 too much.
        #expect(try tax(128_00) == ["TAX_MISMATCH 11800 1000 2026-10"])
        #expect(try tax(108_00) == ["TAX_MISMATCH 10800 0 2026-10"])
        let both = try alone(stay) { $0.claim = Claim(before: 110_00, after: 140_80) }
        #expect(both == ["PRICE_MISMATCH 11800 2280 2026-10"])
    }

    @Test func `what was changed about a claim is the cause of its difference`() throws {
        let stay = try stay()
        func causes(_ change: (inout CDRDraft) -> Void) throws -> [String] {
            let all = story(stay, [filed(.first, cdr(stay, change))])
            let entries = Judge(month: try #require(Month("2026-10"))).entries(of: all)
            return try #require(entries.first).causes.map { "\($0.kind) \($0.amount)" }
        }
        #expect(try causes { _ in } == [])
        // 8.00 more before tax, and 18 % of it.
        #expect(
            try causes { $0.claim = $0.claim.raised(by: 8_00, vat: 18) } == [
                "PRICE 8.00", "TAX 1.44",
            ])
        #expect(try causes { $0.claim.after = 108_00 } == ["TAX -10.00"])
    }

    @Test func `another version of the tariff is settled by the published one`() throws {
        let stay = try stay()
        let dearer = try alone(stay) { $0.charge(by: $0.stay.plan.repriced(percent: 115)) }
        #expect(dearer == ["TARIFF_VERSION_CONFLICT 11800 1770 2026-10"])
        let cheaper = try alone(stay) { $0.charge(by: $0.stay.plan.repriced(percent: 85)) }
        #expect(cheaper == ["TARIFF_VERSION_CONFLICT 10030 0 2026-10"])
        // 145.00 is neither's.
        let neither = try alone(stay) {
            $0.charge(by: $0.stay.plan.repriced(percent: 115))
            $0.claim = Claim(before: 122_88, after: 145_00)
        }
        #expect(neither == ["PRICE_MISMATCH 11800 2700 2026-10"])
    }

    @Test func `energy and time are tolerated up to their bounds`() throws {
        let stay = try stay()
        func energy(_ wattHours: Int) throws -> [String] {
            var told = stay
            told.energy += wattHours
            return try judged(story(stay, [filed(.first, cdr(told))]))
        }
        // 0.1 % of 10 kWh is 10 Wh; at 10.00 a kWh, 10 Wh are 0.10, with tax 0.12.
        #expect(try energy(10) == ["MATCHED_WITHIN_TOLERANCE 11812 0 2026-10"])
        #expect(try energy(11) == ["ENERGY_MISMATCH 0 11813 2026-10"])
        func later(_ start: Int, longer: Int) throws -> [String] {
            var told = stay
            told.start += start
            told.parking += longer
            return try judged(story(stay, [filed(.first, cdr(told))]))
        }
        #expect(try later(120, longer: 0) == ["MATCHED 11800 0 2026-10"])
        #expect(try later(121, longer: 0) == ["TIME_MISMATCH 0 11800 2026-10"])
        #expect(try later(0, longer: 60) == ["MATCHED_WITHIN_TOLERANCE 11800 0 2026-10"])
        #expect(try later(0, longer: 61) == ["TIME_MISMATCH 0 11800 2026-10"])
    }

    @Test func `what cannot have happened is held, before all that is said about the price`() throws
    {
        let stay = try stay()
        // 7.4 kW for two hours and 5 % are 15.54 kWh.
        var told = stay
        told.energy = 15_540
        #expect(try judged(story(stay, [filed(.first, cdr(told))]))[0].hasPrefix("ENERGY_MISM"))
        told.energy = 15_541
        #expect(try judged(story(stay, [filed(.first, cdr(told))]))[0].hasPrefix("IMPLAUSIBLE 0"))
        #expect(try alone(stay) { $0.negatesEnergy = true } == ["IMPLAUSIBLE 0 11800 2026-10"])
        told = stay
        told.start = 86_400
        // The session it names says which month it belongs to.
        let epoch = cdr(told) { $0.lastUpdated = stay.end + 60 }
        #expect(try judged(story(stay, [filed(.first, epoch)])) == ["IMPLAUSIBLE 0 11800 2026-10"])
    }

    @Test func `a token nobody knows or that was blocked before is held`() throws {
        let stay = try stay()
        #expect(try alone(stay, token: .unknown) { _ in } == ["TOKEN_UNKNOWN 0 11800 2026-10"])
        #expect(try alone(stay, token: .expired) { _ in } == ["CONTRACT_EXPIRED 0 11800 2026-10"])
        for harmless in [Plight.TokenState.expiredMeanwhile, .released] {
            #expect(try alone(stay, token: harmless) { _ in } == ["MATCHED 11800 0 2026-10"])
        }
        let unseen = try alone(stay, token: .unknown, hasSession: false) { _ in }
        #expect(unseen == ["TOKEN_UNKNOWN 0 11800 2026-10"])
    }

    @Test func `of two CDRs at one EVSE at the same time the later one is held`() throws {
        let stay = try stay()
        let other = SessionDraft(stay: stay, reference: nil)
        let both = story(
            stay, [filed(.first, cdr(stay)), filed(.overlapping(other), cdr(stay))])
        #expect(
            try judged(both) == [
                "MATCHED 11800 0 2026-10", "OVERLAPPING_SESSIONS 0 11800 2026-10",
            ])
    }
}

@Suite struct JudgeOfTimeTests {
    @Test func `a CDR counts in the first month whose grace it meets`() throws {
        let stay = try stay(end: "2026-09-10T10:00:00Z")
        func seen(_ updated: String, in month: String) throws -> [String] {
            let moment = try at(updated)
            return try alone(stay, in: month) { $0.lastUpdated = moment }
        }
        // September's grace ends on 6 October, 00:00 in India.
        #expect(try seen("2026-10-05T18:29:59Z", in: "2026-09") == ["LATE_CDR 11800 0 2026-09"])
        #expect(try seen("2026-10-05T18:29:59Z", in: "2026-10") == [])
        #expect(try seen("2026-10-05T18:30:00Z", in: "2026-09") == ["OUT_OF_PERIOD 0 0 2026-09"])
        #expect(try seen("2026-10-05T18:30:00Z", in: "2026-10") == ["MATCHED 11800 0 2026-09"])
        // October's own cut-off makes it late there, November's turn comes after October's grace.
        #expect(try seen("2026-10-31T18:30:00Z", in: "2026-10") == ["LATE_CDR 11800 0 2026-09"])
        #expect(try seen("2026-11-05T18:30:00Z", in: "2026-10") == [])
        #expect(try seen("2026-11-05T18:30:00Z", in: "2026-11") == ["MATCHED 11800 0 2026-09"])
    }

    private func credited(
        _ kind: Plight.Credit, at updated: String, in month: String = "2026-10"
    ) throws -> [String] {
        let stay = try stay()
        let original = cdr(stay)
        let credit = original.credit(kind, lastUpdated: try at(updated))
        return try judged(
            story(stay, [filed(.first, original), filed(.credit(kind, of: "C-1"), credit)]),
            in: month)
    }

    @Test func `a credit in time takes the CDR back`() throws {
        let now = "2026-10-11T00:00:00Z"
        #expect(
            try credited(.full, at: now) == [
                "CREDITED 11800 0 2026-10", "CREDITED -11800 0 2026-10",
            ])
        #expect(
            try credited(.half, at: now) == [
                "CREDIT_NOT_FULL 0 11800 2026-10", "CREDIT_NOT_FULL 0 -5900 2026-10",
            ])
        #expect(
            try credited(.negativeEnergy, at: now) == [
                "CREDITED 11800 0 2026-10", "CREDIT_AMBIGUOUS_SIGN -11800 0 2026-10",
            ])
        #expect(
            try credited(.positive, at: now) == [
                "CREDIT_AMBIGUOUS_SIGN 0 11800 2026-10", "CREDIT_AMBIGUOUS_SIGN 0 11800 2026-10",
            ])
    }

    @Test func `a late credit leaves the CDR standing and is settled alone in the next month`()
        throws
    {
        let late = "2026-11-05T18:30:00Z"
        #expect(
            try credited(.full, at: late) == [
                "MATCHED 11800 0 2026-10", "OUT_OF_PERIOD 0 0 2026-10",
            ])
        #expect(try credited(.full, at: late, in: "2026-11") == ["CREDITED -11800 0 2026-10"])
        #expect(try credited(.half, at: late, in: "2026-11") == ["CREDIT_NOT_FULL 0 -5900 2026-10"])
    }

    @Test func `a second CDR that is taken back leaves the first one standing`() throws {
        let stay = try stay()
        let second = cdr(stay) { $0.id = "C-1-2" }
        func lines(_ updated: String, in month: String) throws -> [String] {
            let credit = second.credit(lastUpdated: try at(updated))
            let all = [
                filed(.first, cdr(stay)), filed(.second, second),
                filed(.credit(.full, of: "C-1-2"), credit),
            ]
            return try judged(story(stay, all), in: month)
        }
        #expect(
            try lines("2026-10-11T00:00:00Z", in: "2026-10") == [
                "MATCHED 11800 0 2026-10", "CREDITED 11800 0 2026-10", "CREDITED -11800 0 2026-10",
            ])
        // Late, it comes back by itself, against what is held until then.
        #expect(
            try lines("2026-11-07T00:00:00Z", in: "2026-10") == [
                "MATCHED 11800 0 2026-10", "DUPLICATE_SUSPECT 0 11800 2026-10",
                "OUT_OF_PERIOD 0 0 2026-10",
            ])
        #expect(try lines("2026-11-07T00:00:00Z", in: "2026-11") == ["CREDITED -11800 0 2026-10"])
    }

    @Test func `what is sent anew has the session, from when the first is taken back`() throws {
        let stay = try stay()
        let original = cdr(stay)
        func lines(_ credit: String, in month: String) throws -> [String?] {
            let moment = try at(credit)
            let again = cdr(stay) { ($0.id, $0.lastUpdated) = ("C-1-R", moment + 60) }
            let all = [
                filed(.first, original),
                filed(.credit(.reissued, of: "C-1"), original.credit(lastUpdated: moment)),
                filed(.reissue, again),
            ]
            return Judge(month: try #require(Month(month))).entries(of: story(stay, all)).map {
                "\($0.disposition.rawValue) \($0.session?.stay.sessionID ?? "-")"
            }
        }
        #expect(
            try lines("2026-10-11T00:00:00Z", in: "2026-10") == [
                "CREDITED -", "CREDITED -", "MATCHED S-1",
            ])
        let late = "2026-11-07T00:00:00Z"
        #expect(
            try lines(late, in: "2026-10") == ["MATCHED S-1", "OUT_OF_PERIOD -", "OUT_OF_PERIOD -"])
        #expect(try lines(late, in: "2026-11") == ["CREDITED -", "MATCHED S-1"])
    }

    @Test func `copies, second CDRs and what is missing`() throws {
        let stay = try stay()
        let first = filed(.first, cdr(stay))
        let more = cdr(stay) { $0.claim = $0.claim.moved(by: 10_00) }
        let all = [
            first, filed(.again(sameFacts: true), cdr(stay)),
            filed(.again(sameFacts: false), more), filed(.otherHub, more), filed(.second, more),
        ]
        #expect(
            try judged(story(stay, all)) == [
                "MATCHED 11800 0 2026-10", "DUPLICATE_SAME_ID 0 11800 2026-10",
                "CONFLICT 0 12800 2026-10", "DUPLICATE_CROSS_HUB 0 12800 2026-10",
                "DUPLICATE_SUSPECT 0 12800 2026-10",
            ])
        #expect(try judged(story(stay, [])) == ["MISSING_CDR 0 0 2026-10"])
        #expect(
            try alone(stay, hasSession: false) { _ in } == ["MISSING_SESSION 0 11800 2026-10"])
        let ours = try hostedStay()
        let unheld = Filed(role: .first, stands: cdr(ours), held: nil, hub: .hubject)
        #expect(try judged(story(ours, [unheld])) == ["MISSING_CDR 0 11800 2026-10"])
        // The hub's copy counts as well: the lowest figure is settled.
        let less = cdr(ours) { $0.claim = $0.claim.moved(by: -5_00) }
        #expect(
            try judged(story(ours, [filed(.first, cdr(ours), held: less)]))
                == ["PRICE_MISMATCH 11300 500 2026-10"])
    }
}
