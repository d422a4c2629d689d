import Amounts
import Roaming

/// The tariffs: energy only, start fee, time by steps, time of day, parking after charging, minimum.
extension Network {
    typealias Element = TariffPlan.Element

    static var magmaPlans: [TariffPlan] {
        let day = (before: 5_000, after: 5_900)
        return [
            own("MGM-AC-STANDARD", [element([(.energy, 14_50, 1)])]),
            own(
                "MGM-AC-NIGHT",
                [
                    element([(.energy, 12_00, 1)], from: 22 * 60, until: 6 * 60),
                    element([(.energy, 16_50, 1)]),
                ]),
            own(
                "MGM-DC-TIME",
                [element([(.energy, 18_25, 1), (.time, 90_00, 900)])]),
            own(
                "MGM-DC-FAST",
                [element([(.flat, 25_00, 1), (.energy, 21_75, 1), (.parkingTime, 120_00, 300)])]),
            own(
                "MGM-DC-PEAK",
                [
                    element([(.energy, 24_50, 1)], from: 18 * 60, until: 22 * 60),
                    element([(.energy, 19_50, 1)]),
                    element([(.parkingTime, 60_00, 900), (.flat, 10_00, 1)]),
                ], minimum: (before: day.before, after: day.after)),
        ]
    }

    static var agreedPlan: TariffPlan {
        TariffPlan(
            id: "MGM-VLT-AGREED", currency: "INR", vat: nil, zone: .india,
            elements: [element([(.flat, 15_00, 1), (.energy, 17_40, 1)])])
    }

    private static func own(
        _ id: String, _ elements: [Element], minimum: (before: Int, after: Int)? = nil
    ) -> TariffPlan {
        TariffPlan(
            id: id, currency: "INR", vat: 18, zone: .india, elements: elements, minimum: minimum)
    }

    /// - Parameter step: makes one partner's prices differ from the next one's.
    static func indianPlans(of party: String, step: Int, vat: Int?) -> [TariffPlan] {
        func plan(
            _ name: String, _ elements: [Element], minimum: (before: Int, after: Int)? = nil
        ) -> TariffPlan {
            TariffPlan(
                id: "\(party)-\(name)", currency: "INR", vat: vat, zone: .india,
                elements: elements, minimum: minimum)
        }
        let cents = step * 35
        return [
            plan("AC-7", [element([(.energy, 13_20 + cents, 1)])]),
            plan("AC-22", [element([(.flat, 10_00, 1), (.energy, 14_80 + cents, 100)])]),
            plan("DC-30", [element([(.energy, 15_00 + cents, 1), (.time, 66_00, 300)])]),
            plan(
                "DC-60",
                [
                    element([(.energy, 22_40 + cents, 1)], from: 17 * 60, until: 22 * 60),
                    element([(.energy, 18_90 + cents, 1), (.parkingTime, 90_00, 300)]),
                ]),
            plan(
                "DC-120",
                [
                    element([
                        (.flat, 20_00, 1), (.energy, 21_10 + cents, 1),
                        (.parkingTime, 150_00, 900),
                    ])
                ], minimum: vat == nil ? nil : (before: 10_000, after: 11_800)),
        ]
    }

    static func europeanPlans(
        of party: String, step: Int, vat: Int, zone: Zone
    ) -> [TariffPlan] {
        func plan(
            _ name: String, _ elements: [Element], minimum: (before: Int, after: Int)? = nil
        ) -> TariffPlan {
            TariffPlan(
                id: "\(party)-\(name)", currency: "EUR", vat: vat, zone: zone,
                elements: elements, minimum: minimum)
        }
        let cent = step
        return [
            plan("AC-7", [element([(.energy, 31 + cent, 1)])]),
            plan(
                "AC-22",
                [
                    element([(.energy, 29 + cent, 1)], from: 23 * 60, until: 7 * 60),
                    element([(.energy, 38 + cent, 1)]),
                    element([(.parkingTime, 4_50, 300)], from: 8 * 60, until: 20 * 60),
                ]),
            plan("DC-30", [element([(.flat, 1_00, 1), (.time, 9_60, 60), (.energy, 24, 1)])]),
            plan(
                "DC-60",
                [
                    element([(.energy, 45 + cent, 500), (.time, 3_00, 900)]),
                    element([(.parkingTime, 6_00, 900)]),
                ]),
            plan(
                "DC-120",
                [
                    element([(.energy, 49 + cent, 1)], weekdays: 6...7),
                    element([(.energy, 59 + cent, 1), (.flat, 35, 1)]),
                    element([(.parkingTime, 12_00, 300)]),
                ], minimum: (before: 2_00, after: 200 + 2 * vat)),
        ]
    }

    /// - Parameter components: dimension, price in hundredths, step.
    private static func element(
        _ components: [(TariffDimension, Int, Int)], from: Int? = nil, until: Int? = nil,
        weekdays: ClosedRange<Int>? = nil
    ) -> Element {
        let window =
            from == nil && weekdays == nil
            ? nil : TariffPlan.Window(fromMinute: from, untilMinute: until, weekdays: weekdays)
        return Element(
            components: components.map { dimension, hundredths, step in
                TariffPlan.Component(
                    dimension: dimension, price: UnitPrice(hundredths: hundredths), step: step)
            }, window: window)
    }
}
