import Amounts
import Roaming

// ChargingPeriod and CdrDimension (mod_cdrs).
extension JSONReader {
    /// Reads the list of periods into the flat arrays of a charge.
    mutating func periods(of charge: inout Charge) throws(Reject) {
        charge.periods.reserveCapacity(8)
        charge.volumes.reserveCapacity(32)
        try enterArray()
        while try nextElement() {
            var start: Instant?
            var tariffID: String?
            var hasDimensions = false
            let first = Int32(truncatingIfNeeded: charge.volumes.count)
            try enterObject()
            while let key = try nextKey() {
                switch key {
                case "start_date_time": start = try instant()
                case "tariff_id": tariffID = try repeatedIdentifier()
                case "dimensions":
                    guard try !takeNull() else { break }
                    hasDimensions = true
                    try volumes(into: &charge.volumes)
                default: try skip()
                }
            }
            let began = try required(start, "start_date_time")
            guard hasDimensions else { throw missing("dimensions") }
            let last = Int32(truncatingIfNeeded: charge.volumes.count)
            charge.periods.append(
                ChargingPeriod(start: began, volumes: first..<last, tariffID: tariffID))
        }
    }

    @inline(__always)
    private mutating func volumes(into volumes: inout [Volume]) throws(Reject) {
        try enterArray()
        while try nextElement() {
            var kind: VolumeKind?
            var amount: ExactDecimal?
            try enterObject()
            while let key = try nextKey() {
                switch key {
                case "type": kind = try volumeKind()
                case "volume": amount = try number()
                default: try skip()
                }
            }
            guard let kind else { throw missing("type") }
            guard let amount else {
                guard kind == .other else { throw missing("volume") }
                continue
            }
            volumes.append(Volume(kind, amount))
        }
    }

    @inline(__always)
    private mutating func volumeKind() throws(Reject) -> VolumeKind? {
        guard let text = try text() else { return nil }
        switch text {
        case "ENERGY": return .energy
        case "TIME": return .time
        case "PARKING_TIME": return .parkingTime
        case "MAX_POWER": return .maxPower
        case "MIN_POWER": return .minPower
        case "MAX_CURRENT": return .maxCurrent
        case "MIN_CURRENT": return .minCurrent
        case "RESERVATION_TIME": return .reservationTime
        case "FLAT": return .flat
        default: return unusualVolumeKind(text.text)
        }
    }

    private mutating func unusualVolumeKind(_ name: String) -> VolumeKind {
        let kinds: [String: VolumeKind] = [
            "ENERGY": .energy, "TIME": .time, "PARKING_TIME": .parkingTime,
            "MAX_POWER": .maxPower, "MIN_POWER": .minPower, "MAX_CURRENT": .maxCurrent,
            "MIN_CURRENT": .minCurrent, "RESERVATION_TIME": .reservationTime, "FLAT": .flat,
        ]
        if let kind = kinds[Identifier.folded(name)] {
            note(.enumCase, "‘\(name)’ should be written in capitals; it is read as if it were.")
            return kind
        }
        note(
            .dimensionIgnored,
            "The dimension ‘\(name.prefix(40))’ neither prices nor restricts; it is left aside.",
            .note)
        return .other
    }
}
