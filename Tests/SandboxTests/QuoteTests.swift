import Roaming
import Testing

@testable import Sandbox

private func plan(
    _ elements: [TariffPlan.Element], vat: Int? = 18, minimum: (before: Int, after: Int)? = nil,
    zone: Zone = .india
) -> TariffPlan {
    TariffPlan(id: "T", currency: "INR", vat: vat, zone: zone, elements: elements, minimum: minimum)
}

private func part(
    _ dimension: TariffDimension, _ hundredths: Int, step: Int = 1
) -> TariffPlan.Component {
    TariffPlan.Component(
        dimension: dimension, price: UnitPrice(hundredths: hundredths), step: step)
}

private func at(_ text: String) throws -> Int { Int(try #require(Instant(text)).seconds) }

@Test func `energy is priced by the watt hour and taxed`() throws {
    // 12.345 kWh × 14.50 = 179.0025; × 1.18 = 211.22295.
    let start = try at("2026-10-05T04:00:00Z")
    let tariff = plan([.init(components: [part(.energy, 1450)])])
    let parts = segments(start: start, charging: 3600, parking: 0, energy: 12_345, plan: tariff)
    let total = quote(parts, by: tariff).total
    #expect(total.before == 179_00)
    #expect(total.after == 211_22)
}

@Test func `charging time goes up to the next step, unless parking follows`() throws {
    let start = try at("2026-10-05T04:00:00Z")
    let time = TariffPlan.Element(components: [part(.time, 90_00, step: 900)])
    // 21 min → 30 min at 90.00 an hour = 45.00.
    let charging = plan([time])
    let alone = segments(start: start, charging: 1260, parking: 0, energy: 5_000, plan: charging)
    #expect(quote(alone, by: charging).total.before == 45_00)
    // 21 min as they are = 31.50, then 7 min → 10 min at 120.00 = 20.00.
    let both = plan([time, .init(components: [part(.parkingTime, 120_00, step: 300)])])
    let parked = segments(start: start, charging: 1260, parking: 420, energy: 5_000, plan: both)
    #expect(quote(parked, by: both).total.before == 51_50)
    #expect(quote(parked, by: both).time.before == 31_50)
    #expect(quote(parked, by: both).parking.before == 20_00)
}

@Test func `a stay over 22:00 in India is cut there and pays the night price from then on`() throws
{
    let tariff = plan([
        .init(
            components: [part(.energy, 12_00)],
            window: .init(fromMinute: 22 * 60, untilMinute: 6 * 60)),
        .init(components: [part(.energy, 16_00)]),
    ])
    // 21:00 to 00:00 IST = 15:30 to 18:30 UTC, 9 kWh: 3 at 16.00 + 6 at 12.00 = 120.00.
    let start = try at("2026-10-05T15:30:00Z")
    let parts = segments(start: start, charging: 10_800, parking: 0, energy: 9_000, plan: tariff)
    #expect(parts.map(\.start) == [start, try at("2026-10-05T16:30:00Z")])
    #expect(parts.map(\.energy) == [3_000, 6_000])
    #expect(quote(parts, by: tariff).total.before == 120_00)
}

@Test func `the end of summer time moves a price change by an hour of UTC`() throws {
    let month = try #require(Month("2026-10"))
    let tariff = plan(
        [
            .init(
                components: [part(.energy, 29)],
                window: .init(fromMinute: 23 * 60, untilMinute: 7 * 60)),
            .init(components: [part(.energy, 38)]),
        ], zone: .centralEurope("Europe/Amsterdam", around: month))
    func changes(_ from: String, _ to: String) throws -> [Int] {
        tariff.changes(between: try at(from), and: try at(to))
    }
    // Summer time ends on 25 October 2026 at 01:00 UTC.
    #expect(
        try changes("2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z") == [
            at("2026-10-24T05:00:00Z"), at("2026-10-24T21:00:00Z"), at("2026-10-25T06:00:00Z"),
            at("2026-10-25T22:00:00Z"),
        ])
}

@Test func `weekend prices begin and end at local midnight`() throws {
    let tariff = plan([
        .init(components: [part(.energy, 49)], window: .init(weekdays: 6...7)),
        .init(components: [part(.energy, 59)]),
    ])
    // Saturday 3 October 2026, 00:00 IST.
    let midnight = try at("2026-10-02T18:30:00Z")
    #expect(tariff.component(.energy, at: midnight - 1)?.price.tenThousandths == 5_900)
    #expect(tariff.component(.energy, at: midnight)?.price.tenThousandths == 4_900)
    #expect(tariff.changes(between: midnight - 60, and: midnight + 60) == [midnight])
}

@Test func `a minimum price holds before and after tax`() throws {
    let start = try at("2026-10-05T04:00:00Z")
    let tariff = plan(
        [.init(components: [part(.energy, 10_00)])], minimum: (before: 50_00, after: 59_00))
    func total(_ energy: Int) -> Quote.Cost {
        let parts = segments(
            start: start, charging: 3600, parking: 0, energy: energy, plan: tariff)
        return quote(parts, by: tariff).total
    }
    #expect(total(4_000).before == 50_00 && total(4_000).after == 59_00)
    #expect(total(5_001).before == 50_01 && total(5_001).after == 59_01)
}

@Test func `energy steps round the total up, an exact multiple stays`() throws {
    let start = try at("2026-10-05T04:00:00Z")
    let tariff = plan([.init(components: [part(.energy, 10_00, step: 500)])], vat: nil)
    func total(_ energy: Int) -> Int {
        let parts = segments(
            start: start, charging: 3600, parking: 0, energy: energy, plan: tariff)
        return quote(parts, by: tariff).total.after
    }
    #expect(total(4_000) == 40_00)
    #expect(total(4_001) == 45_00)
}

@Test func `hours carry four decimals, so that forty minutes are 0.6667`() {
    #expect(hours(2_400) == 6_667)
    #expect(hours(3_600) == 10_000)
    #expect(hours(1) == 3)
}

@Test func `numbers are written with all their decimals`() {
    var writer = JSONWriter()
    writer.beginArray()
    for (units, decimals) in [(0, 2), (5, 2), (-12_345, 2), (1_200, 3), (7, 0)] {
        writer.decimal(units, decimals: decimals)
    }
    writer.string("a\"b\\c\u{1}")
    writer.endArray()
    #expect(
        String(decoding: writer.bytes, as: UTF8.self)
            == #"[0.00,0.05,-123.45,1.200,7,"a\"b\\c\u0001"]"#)
}
