import Amounts
import Roaming

/// The generator's own description of a tariff: everything it prices, restricts and rounds by.
struct TariffPlan {
    struct Element {
        var components: [Component]
        var window: Window?
    }

    struct Component {
        var dimension: TariffDimension
        var price: UnitPrice
        /// Wh or seconds
        var step: Int
    }

    /// Local times of day (start inclusive, end exclusive) and weekdays; what is nil is open.
    struct Window {
        var fromMinute: Int?
        var untilMinute: Int?
        /// Monday is 1.
        var weekdays: ClosedRange<Int>?
    }

    var id: String
    var currency: String
    /// Percent; nil = no VAT is stated.
    var vat: Int?
    var zone: Zone
    var elements: [Element]
    /// Hundredths, before and after tax.
    var minimum: (before: Int, after: Int)?

    /// The same tariff with other prices: another version under its id.
    func repriced(percent: Int) -> TariffPlan {
        var plan = self
        for element in plan.elements.indices {
            for part in plan.elements[element].components.indices {
                let price = elements[element].components[part].price.tenThousandths
                plan.elements[element].components[part].price = UnitPrice(
                    tenThousandths: price * percent / 100)
            }
        }
        return plan
    }

    /// The component that prices a dimension at a moment: the first element that has the dimension
    /// and whose window is open.
    func component(_ dimension: TariffDimension, at second: Int) -> Component? {
        for element in elements {
            guard let found = element.components.first(where: { $0.dimension == dimension }),
                element.window?.isOpen(at: second + zone.offset(at: second)) ?? true
            else { continue }
            return found
        }
        return nil
    }

    /// Moments strictly between two others at which a window opens or closes, in order.
    func changes(between start: Int, and end: Int) -> [Int] {
        let minutes = elements.compactMap(\.window).flatMap(\.boundaries)
        var moments: Set<Int> = []
        for day in (start / 86_400 - 1)...(end / 86_400 + 1) {
            for minute in minutes {
                for offset in zone.offsets {
                    let moment = day * 86_400 + minute * 60 - offset
                    guard start < moment, moment < end, zone.offset(at: moment) == offset else {
                        continue
                    }
                    moments.insert(moment)
                }
            }
        }
        return moments.sorted()
    }
}

extension TariffPlan.Window {
    /// - Parameter local: seconds since 1970 on the local clock.
    func isOpen(at local: Int) -> Bool {
        if let weekdays, !weekdays.contains(Day(daysSince1970: local / 86_400).weekday) {
            return false
        }
        let minute = local % 86_400 / 60
        guard let fromMinute, let untilMinute else { return true }
        return fromMinute < untilMinute
            ? fromMinute <= minute && minute < untilMinute
            : minute >= fromMinute || minute < untilMinute
    }

    /// Minutes of the local day at which it may open or close.
    var boundaries: [Int] {
        (weekdays == nil ? [] : [0]) + [fromMinute, untilMinute].compactMap(\.self)
    }
}

/// Currency units per kWh, hour or session, in ten-thousandths.
struct UnitPrice {
    var tenThousandths: Int

    /// - Parameter hundredths: 1450 = 14.50
    init(hundredths: Int) { tenThousandths = hundredths * 100 }
    init(tenThousandths: Int) { self.tenThousandths = tenThousandths }
}
