import Amounts
import Roaming

// The part of a CDR that bears on its price (mod_cdrs of 2.2.1), when `JSONReader.readCharge` would
// note nothing about it.
extension PlainReader {
    /// Reads into a charge that was reset.
    mutating func charge(into charge: inout Charge) throws(NotPlain) {
        var fields = PlainFields()
        var others = PlainOtherFields()
        var present: PlainPresence = []
        try cursor.take("{")
        repeat {
            guard let name = try cursor.field(shapes.cdr, &fields) else {
                try cursor.skipField(&others)
                continue
            }
            if cursor.takesNull() { continue }
            try read(name, into: &charge, &present)
        } while cursor.takes(",")
        try cursor.close("}")
        guard present == .all, !charge.credit || charge.creditReferenceID != nil else {
            throw NotPlain()
        }
    }

    @inline(__always)
    private mutating func read(
        _ name: CDRField, into charge: inout Charge, _ present: inout PlainPresence
    ) throws(NotPlain) {
        switch name {
        case .id:
            present.insert(.id)
            try cursor.skipValue()
        case .token:
            present.insert(.token)
            try cursor.skipValue()
        case .lastUpdated:
            present.insert(.lastUpdated)
            try cursor.skipValue()
        case .start: charge.start = try cursor.instant(&recent)
        case .end: charge.end = try cursor.instant(&recent)
        case .location:
            present.insert(.location)
            try location(into: &charge)
        case .currency: charge.currency = try currency()
        case .tariffs:
            var count = 0
            try tariffs(into: &charge.tariffs, &count)
            charge.tariffs.removeLast(charge.tariffs.count - count)
        case .periods:
            present.insert(.periods)
            try periods(into: &charge)
        case .credit: charge.credit = try cursor.flag()
        case .creditReference:
            charge.creditReferenceID = try cursor.identifier().text
        case .oldEnd, .oldToken, .oldLocation: throw NotPlain()
        default: try readClaimed(name, into: &charge.claimed, &present)
        }
    }

    /// What the CDR itself says it costs; the rest is skipped.
    @inline(__always)
    private mutating func readClaimed(
        _ name: CDRField, into claimed: inout ClaimedTotals, _ present: inout PlainPresence
    ) throws(NotPlain) {
        switch name {
        case .totalCost:
            present.insert(.cost)
            claimed.cost = try price()
        case .totalFixedCost: claimed.fixed = try price()
        case .totalEnergy:
            present.insert(.energy)
            claimed.energy = try cursor.number()
        case .totalEnergyCost: claimed.energyCost = try price()
        case .totalTime:
            present.insert(.time)
            claimed.time = try cursor.number()
        case .totalTimeCost: claimed.timeCost = try price()
        case .totalParkingTime: claimed.parkingTime = try cursor.number()
        case .totalParkingCost: claimed.parkingCost = try price()
        case .totalReservationCost: claimed.reservationCost = try price()
        default: try cursor.skipValue()
        }
    }

    private mutating func location(into charge: inout Charge) throws(NotPlain) {
        var fields = PlainFields()
        var others = PlainOtherFields()
        try cursor.take("{")
        repeat {
            guard let name = try cursor.field(shapes.location, &fields) else {
                try cursor.skipField(&others)
                continue
            }
            if cursor.takesNull() { continue }
            switch name {
            case .country: charge.country = try cursor.text().text
            case .timeZone: charge.timeZone = try cursor.text().text
            case .powerType: charge.connectorPowerType = try cursor.text().text
            case .oldEVSEs: throw NotPlain()
            default: try cursor.skipValue()
            }
        } while cursor.takes(",")
        try cursor.close("}")
    }

    /// `{"excl_vat": 1.00, "incl_vat": 1.21}`
    mutating func price() throws(NotPlain) -> Price {
        var fields = PlainFields()
        var price = Price(beforeTax: nil, afterTax: nil)
        try cursor.take("{")
        repeat {
            switch try cursor.field(shapes.price, &fields) {
            case .beforeTax: price.beforeTax = try cursor.number()
            case .afterTax: price.afterTax = try cursor.number()
            case nil: throw NotPlain()
            }
        } while cursor.takes(",")
        try cursor.close("}")
        return price
    }
}

// ChargingPeriod and CdrDimension.
extension PlainReader {
    private mutating func periods(into charge: inout Charge) throws(NotPlain) {
        try cursor.take("[")
        repeat { try period(into: &charge) } while cursor.takes(",")
        try cursor.close("]")
    }

    @inline(__always)
    private mutating func period(into charge: inout Charge) throws(NotPlain) {
        var fields = PlainFields()
        var others = PlainOtherFields()
        var start: Instant?
        var tariffID: String?
        let first = charge.volumes.count
        var hasDimensions = false
        try cursor.take("{")
        repeat {
            guard let name = try cursor.field(shapes.period, &fields) else {
                try cursor.skipField(&others)
                continue
            }
            if cursor.takesNull() { continue }
            switch name {
            case .start: start = try cursor.instant(&recent)
            case .dimensions:
                hasDimensions = true
                try volumes(into: &charge.volumes)
            case .tariffID: tariffID = try self.tariffID()
            case .encodingMethod: try cursor.skipValue()
            }
        } while cursor.takes(",")
        try cursor.close("}")
        guard let start, hasDimensions else { throw NotPlain() }
        charge.periods.append(
            ChargingPeriod(
                start: start,
                volumes: Int32(
                    truncatingIfNeeded: first)..<Int32(truncatingIfNeeded: charge.volumes.count),
                tariffID: tariffID))
    }

    @inline(__always)
    private mutating func volumes(into volumes: inout [Volume]) throws(NotPlain) {
        try cursor.take("[")
        guard !cursor.closes("]") else { return }
        var guess = 0
        repeat {
            var fields = PlainFields()
            var kind: VolumeKind?
            var amount: ExactDecimal?
            try cursor.take("{")
            repeat {
                switch try cursor.field(shapes.volume, &fields) {
                case .type: kind = try cursor.word(shapes.volumeWord, &guess).kind
                case .volume: amount = try cursor.number()
                case nil: throw NotPlain()
                }
            } while cursor.takes(",")
            try cursor.close("}")
            guard let kind, let amount else { throw NotPlain() }
            volumes.append(Volume(kind, amount))
        } while cursor.takes(",")
        try cursor.close("]")
    }
}

/// Fields without which something is noted.
struct PlainPresence: OptionSet {
    let rawValue: UInt8

    static let id = PlainPresence(rawValue: 1)
    static let token = PlainPresence(rawValue: 2)
    static let lastUpdated = PlainPresence(rawValue: 4)
    static let location = PlainPresence(rawValue: 8)
    static let periods = PlainPresence(rawValue: 16)
    static let cost = PlainPresence(rawValue: 32)
    static let energy = PlainPresence(rawValue: 64)
    static let time = PlainPresence(rawValue: 128)
    static let all = PlainPresence(rawValue: 255)
}
