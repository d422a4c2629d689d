import Amounts
import Roaming

// Tariffs (mod_tariffs of 2.2.1) about which `JSONReader.tariff` would note nothing. They are read
// over the last document's, whose arrays serve again.
extension PlainReader {
    /// A list of tariffs, put behind the first `count` in `tariffs`.
    mutating func tariffs(
        into tariffs: inout [Tariff], _ count: inout Int
    ) throws(NotPlain) {
        try cursor.take("[")
        guard !cursor.closes("]") else { return }
        repeat { try tariff(into: &tariffs, &count) } while cursor.takes(",")
        try cursor.close("]")
    }

    mutating func tariff(into tariffs: inout [Tariff], _ count: inout Int) throws(NotPlain) {
        guard count < tariffs.count else {
            let empty = Tariff(
                party: nil, id: "", currency: try usual(), elements: [], version: .v221)
            tariffs.append(empty)
            return try tariff(into: &tariffs, &count)
        }
        try read(&tariffs[count])
        count += 1
    }

    private func usual() throws(NotPlain) -> Currency {
        guard let currency = Currency("EUR") else { throw NotPlain() }
        return currency
    }

    private mutating func read(_ tariff: inout Tariff) throws(NotPlain) {
        var fields = PlainFields()
        var required: PlainTariffFields = []
        var (country, party): (PartyText?, PartyText?)
        tariff.clear()
        try cursor.take("{")
        repeat {
            guard let name = try cursor.field(shapes.tariff, &fields) else { throw NotPlain() }
            if cursor.takesNull() { continue }
            switch name {
            case .country: country = PartyText(try cursor.text())
            case .party: party = PartyText(try cursor.text())
            case .id:
                tariff.id = try tariffID()
                required.insert(.id)
            case .currency:
                tariff.currency = try currency()
                required.insert(.currency)
            case .minPrice: tariff.minPrice = try price()
            case .maxPrice: tariff.maxPrice = try price()
            case .elements:
                try elements(&tariff.elements)
                required.insert(.elements)
            case .start: tariff.validFrom = try cursor.instant(&recent)
            case .end: tariff.validUntil = try cursor.instant(&recent)
            case .lastUpdated: tariff.lastUpdated = try cursor.instant(&recent)
            case .type, .altText, .altURL, .energyMix: try cursor.skipValue()
            }
        } while cursor.takes(",")
        try cursor.close("}")
        guard required == .all, let country, let party, let known = recent.party(country, party)
        else { throw NotPlain() }
        tariff.party = known
    }

    private mutating func elements(_ elements: inout [TariffElement]) throws(NotPlain) {
        var count = 0
        try cursor.take("[")
        repeat {
            if count == elements.count { elements.append(TariffElement(components: [])) }
            try element(&elements[count])
            count += 1
        } while cursor.takes(",")
        try cursor.close("]")
        if elements.count > count { elements.removeLast(elements.count - count) }
    }

    private mutating func element(_ element: inout TariffElement) throws(NotPlain) {
        var fields = PlainFields()
        element.components.removeAll(keepingCapacity: true)
        element.restrictions = Restrictions()
        try cursor.take("{")
        repeat {
            switch try cursor.field(shapes.element, &fields) {
            case .components: try components(&element.components)
            case .restrictions: try restrictions(&element.restrictions)
            case nil: throw NotPlain()
            }
        } while cursor.takes(",")
        try cursor.close("}")
        guard !element.components.isEmpty else { throw NotPlain() }
    }

    private mutating func components(_ components: inout [PriceComponent]) throws(NotPlain) {
        try cursor.take("[")
        var guess = 0
        repeat { try components.append(component(&guess)) } while cursor.takes(",")
        try cursor.close("]")
    }

    @inline(__always)
    private mutating func component(_ guess: inout Int) throws(NotPlain) -> PriceComponent {
        var fields = PlainFields()
        var dimension: TariffDimension?
        var price: ExactDecimal?
        var vat: ExactDecimal?
        var step: Int64?
        try cursor.take("{")
        repeat {
            guard let name = try cursor.field(shapes.component, &fields) else {
                throw NotPlain()
            }
            if cursor.takesNull() { continue }
            switch name {
            case .type: dimension = try cursor.word(shapes.tariffWord, &guess).dimension
            case .price: price = try cursor.number()
            case .vat: vat = try cursor.number()
            case .stepSize: step = try cursor.count()
            }
        } while cursor.takes(",")
        try cursor.close("}")
        guard let dimension, let price, step != nil || dimension == .flat else { throw NotPlain() }
        return PriceComponent(dimension, price: price, vat: vat, stepSize: step)
    }

    private mutating func restrictions(_ found: inout Restrictions) throws(NotPlain) {
        var fields = PlainFields()
        try cursor.take("{")
        guard !cursor.closes("}") else { return }
        repeat {
            guard let name = try cursor.field(shapes.restriction, &fields) else {
                throw NotPlain()
            }
            if cursor.takesNull() { continue }
            switch name {
            case .startTime: found.startMinute = try cursor.minuteOfDay()
            case .endTime: found.endMinute = try cursor.minuteOfDay()
            case .startDate: found.startDate = try day()
            case .endDate: found.endDate = try day()
            case .minEnergy: found.minEnergy = try cursor.number()
            case .maxEnergy: found.maxEnergy = try cursor.number()
            case .minCurrent: found.minCurrent = try cursor.number()
            case .maxCurrent: found.maxCurrent = try cursor.number()
            case .minPower: found.minPower = try cursor.number()
            case .maxPower: found.maxPower = try cursor.number()
            case .minDuration: found.minDuration = try cursor.count()
            case .maxDuration: found.maxDuration = try cursor.count()
            case .weekdays: found.weekdays = try weekdays()
            case .reservation:
                var guess = 0
                found.reservation = try cursor.word(shapes.reservation, &guess).kind
            }
        } while cursor.takes(",")
        try cursor.close("}")
    }

    private mutating func day() throws(NotPlain) -> Day {
        guard let day = Day(try cursor.text().text) else { throw NotPlain() }
        return day
    }

    /// Bit 0 = Monday.
    private mutating func weekdays() throws(NotPlain) -> UInt8 {
        var days: UInt8 = 0
        try cursor.take("[")
        guard !cursor.closes("]") else { return 0 }
        var guess = 0
        repeat { days |= try cursor.word(shapes.weekday, &guess).bit } while cursor.takes(",")
        try cursor.close("]")
        return days
    }
}

/// Fields without which a tariff is refused.
private struct PlainTariffFields: OptionSet {
    let rawValue: UInt8

    static let id = PlainTariffFields(rawValue: 1)
    static let currency = PlainTariffFields(rawValue: 2)
    static let elements = PlainTariffFields(rawValue: 4)
    static let all = PlainTariffFields(rawValue: 7)
}

extension Tariff {
    /// Everything but what every tariff has, and the elements, which are read over.
    fileprivate mutating func clear() {
        (minPrice, maxPrice) = (nil, nil)
        (validFrom, validUntil, lastUpdated) = (nil, nil, nil)
        taxIncluded = nil
        version = .v221
    }
}

extension WeekdayWord {
    fileprivate var bit: UInt8 {
        switch self {
        case .monday: 1
        case .tuesday: 2
        case .wednesday: 4
        case .thursday: 8
        case .friday: 16
        case .saturday: 32
        case .sunday: 64
        }
    }
}
