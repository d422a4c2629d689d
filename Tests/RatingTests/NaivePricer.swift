import Amounts
import BigInt
import Foundation
import Roaming

/// The design page read aloud, one sentence after the other, without a thought for speed. Shares
/// no code with Rating; what both agree on is taken to be right.
struct NaivePricer {
    let charge: Charge
    let tariffs: [Tariff]
    let zone: TimeZone
    let splits: Bool
    let snaps: Bool
    /// The periods in order of time.
    let order: [Int]
    private let clock: NaiveClock

    init(charge: Charge, tariffs: [Tariff], zone: TimeZone, splits: Bool, snaps: Bool) {
        (self.charge, self.tariffs, self.zone) = (charge, tariffs, zone)
        (self.splits, self.snaps) = (splits, snaps)
        order = charge.periods.indices.sorted {
            (charge.periods[$0].start.milliseconds, $0) < (
                charge.periods[$1].start.milliseconds, $1
            )
        }
        clock = NaiveClock(zone)
    }

    enum Dimension: Int { case energy, time, parking, flat, reservedTime, reservedFlat }

    struct Piece {
        var period: Int
        var tariff: Int?
        /// Milliseconds since 1970.
        var instant: Int
        var energyBefore: Q
        /// The share of its period.
        var share: Q
    }

    struct Line {
        var dimension: Dimension
        var tariff: Int
        var component: PriceComponent
        var volume: Q
    }

    struct Parts: Equatable {
        var before: [String?] = Array(repeating: "0", count: 6)
        var after: [String?] = Array(repeating: "0", count: 6)
    }

    var sessionStart: Int {
        Int((charge.start ?? charge.periods[order[0]].start).milliseconds)
    }

    func sum(_ kind: VolumeKind, _ period: Int) -> Q? {
        var total: Q?
        for place in charge.periods[period].volumes where charge.volumes[Int(place)].kind == kind {
            total = (total ?? .zero) + Q(charge.volumes[Int(place)].amount)
        }
        return total
    }

    func start(_ period: Int) -> Int { Int(charge.periods[period].start.milliseconds) }

    func length(_ period: Int) -> Int? {
        let place = order.firstIndex(of: period) ?? 0
        let next =
            place + 1 < order.count
            ? start(order[place + 1])
            : charge.end.map { Int($0.milliseconds) }
        guard let next, next >= start(period) else { return nil }
        return next - start(period)
    }

    /// Seconds; the clock's when the printed hours mean it.
    func seconds(_ kind: VolumeKind, _ period: Int, snapped: Bool) -> Q {
        guard let hours = sum(kind, period) else { return .zero }
        // Zero hours are none, not a rounded something.
        guard snapped, hours != .zero, let length = length(period) else { return hours * Q(3600) }
        let clock = Q(BigInt(length), 3_600_000)
        let digits =
            charge.periods[period].volumes.map { charge.volumes[Int($0)] }
            .filter { $0.kind == kind }.map(\.amount.scale).max() ?? 0
        let gap = hours < clock ? clock - hours : hours - clock
        let half = Q(1, 2 * BigInt(10).power(digits))
        return gap <= half ? clock * Q(3600) : hours * Q(3600)
    }

    func tariff(_ period: Int) -> Int? {
        let named = charge.periods.contains { $0.tariffID != nil }
        func valid(_ tariff: Tariff) -> Bool {
            let start = Int64(sessionStart)
            if let from = tariff.validFrom, start < from.milliseconds { return false }
            if let until = tariff.validUntil, start >= until.milliseconds { return false }
            return true
        }
        guard named else { return tariffs.firstIndex(where: valid) }
        guard let id = charge.periods[period].tariffID else { return nil }
        return tariffs.firstIndex { $0.id.lowercased() == id.lowercased() && valid($0) }
            ?? (tariffs.count == 1 ? 0 : nil)
    }

    var isExpired: Bool {
        if charge.reservationExpired { return true }
        func any(_ kinds: [VolumeKind]) -> Bool {
            charge.periods.indices.contains { period in
                kinds.contains { (sum($0, period) ?? .zero) != .zero }
            }
        }
        return any([.reservationTime]) && !any([.energy, .time, .parkingTime])
    }

    func isReserved(_ period: Int) -> Bool {
        (sum(.reservationTime, period) ?? .zero) != .zero
            && [VolumeKind.energy, .time, .parkingTime].allSatisfy {
                (sum($0, period) ?? .zero) == .zero
            }
    }

    /// Where durations start: after the leading reservation periods.
    var chargingStart: Int {
        var instant = sessionStart
        for period in order {
            guard isReserved(period), let length = length(period) else { break }
            instant = start(period) + length
        }
        return instant
    }

    // MARK: pieces

    func offset(_ instant: Int) -> Int { clock.offset(instant) }

    var pieces: [Piece] {
        var pieces: [Piece] = []
        var energy = Q.zero
        for period in order {
            let whole = sum(.energy, period) ?? .zero
            let tariff = tariff(period)
            var fractions: [Q] = [.zero]
            if splits, let tariff {
                fractions += cuts(period, tariffs[tariff], energy, whole).filter {
                    .zero < $0 && $0 < Q(1)
                }
            }
            fractions.sort()
            for (place, from) in fractions.enumerated() {
                if place > 0, fractions[place - 1] == from { continue }
                let until = fractions.first { $0 > from } ?? Q(1)
                let instant =
                    start(period)
                    + Int((from * Q(BigInt(length(period) ?? 0))).floor)
                pieces.append(
                    Piece(
                        period: period, tariff: tariff, instant: instant,
                        energyBefore: energy + whole * from, share: until - from))
            }
            energy += whole
        }
        return pieces
    }

    /// Looks at every minute of the period and every bound of the tariff.
    func cuts(_ period: Int, _ tariff: Tariff, _ energy: Q, _ whole: Q) -> [Q] {
        var cuts: [Q] = []
        let length = length(period) ?? 0
        func add(_ instant: Int) {
            if length > 0 { cuts.append(Q(BigInt(instant - start(period)), BigInt(length))) }
        }
        let restrictions = tariff.elements.map(\.restrictions)
        var minutes: Set<Int> = []
        for given in restrictions {
            if let minute = given.startMinute { minutes.insert(minute % 1440) }
            if let minute = given.endMinute { minutes.insert(minute % 1440) }
            if given.startMinute != nil || given.endMinute != nil || given.weekdays != 0
                || given.startDate != nil || given.endDate != nil
            {
                minutes.insert(0)
            }
        }
        if !minutes.isEmpty {
            var instant = (start(period).flooredBy(60_000) + 1) * 60_000
            while instant < start(period) + length {
                let local = instant + offset(instant)
                let minute = (local - local.flooredBy(86_400_000) * 86_400_000) / 60_000
                if minutes.contains(minute) || offset(instant) != offset(instant - 1) {
                    add(instant)
                }
                instant += 60_000
            }
        }
        for given in restrictions {
            let from = given.reservation == nil ? chargingStart : sessionStart
            if let bound = given.minDuration { add(from + Int(bound) * 1000) }
            if let bound = given.maxDuration { add(from + Int(bound) * 1000) }
            for bound in [given.minEnergy, given.maxEnergy] {
                if let bound, whole != .zero { cuts.append((Q(bound) - energy) / whole) }
            }
        }
        return cuts
    }

    // MARK: choosing

    func matches(_ given: Restrictions, _ piece: Piece) -> Bool {
        guard given.unknown.isEmpty else { return false }
        let local = piece.instant + offset(piece.instant)
        let day = local.flooredBy(86_400_000)
        let minute = (local - day * 86_400_000) / 60_000
        if given.startMinute != nil || given.endMinute != nil {
            let start = (given.startMinute ?? 0) % 1440
            let end = (given.endMinute ?? 0) % 1440
            if start < end, minute < start || minute >= end { return false }
            if start > end, minute < start, minute >= end { return false }
        }
        if given.weekdays & 127 != 0 {
            let weekday = ((day + 3) % 7 + 7) % 7
            if given.weekdays & (1 << UInt8(weekday)) == 0 { return false }
        }
        if let date = given.startDate, day < date.daysSince1970 { return false }
        if let date = given.endDate, day >= date.daysSince1970 { return false }
        let elapsed = max(
            piece.instant - (given.reservation == nil ? chargingStart : sessionStart), 0)
        if let bound = given.minDuration, elapsed < Int(bound) * 1000 { return false }
        if let bound = given.maxDuration, elapsed >= Int(bound) * 1000 { return false }
        if let bound = given.minEnergy, piece.energyBefore < Q(bound) { return false }
        if let bound = given.maxEnergy, piece.energyBefore >= Q(bound) { return false }
        return matches(piece.period, given.minCurrent, given.maxCurrent, .minCurrent, .maxCurrent)
            && matches(piece.period, given.minPower, given.maxPower, .minPower, .maxPower)
    }

    func matches(
        _ period: Int, _ least: ExactDecimal?, _ most: ExactDecimal?, _ low: VolumeKind,
        _ high: VolumeKind
    ) -> Bool {
        guard least != nil || most != nil else { return true }
        let volumes = charge.periods[period].volumes.map { charge.volumes[Int($0)] }
        let lows = volumes.filter { $0.kind == low }.map { Q($0.amount) }
        let highs = volumes.filter { $0.kind == high }.map { Q($0.amount) }
        guard let lowest = lows.min() ?? highs.max(), let highest = highs.max() ?? lows.min()
        else { return false }
        if let least, highest < Q(least) { return false }
        if let most, lowest >= Q(most) { return false }
        return true
    }

    func component(_ dimension: Dimension, _ piece: Piece) -> PriceComponent? {
        guard let tariff = piece.tariff else { return nil }
        let wire: TariffDimension =
            switch dimension {
            case .energy: .energy
            case .time, .reservedTime: .time
            case .parking: .parkingTime
            case .flat, .reservedFlat: .flat
            }
        let kinds: [Restrictions.Reservation?] =
            if dimension == .reservedTime || dimension == .reservedFlat {
                isExpired ? [.expires, .reservation] : [.reservation]
            } else { [nil] }
        for kind in kinds {
            for element in tariffs[tariff].elements where element.restrictions.reservation == kind {
                guard let found = element.components.first(where: { $0.dimension == wire }),
                    matches(element.restrictions, piece)
                else { continue }
                return found
            }
        }
        return nil
    }

    var lines: [Line] {
        var lines: [Line] = []
        var flats: Set<Int> = []
        for piece in pieces {
            guard let tariff = piece.tariff else { continue }
            let period = piece.period
            let volumes: [(Dimension, Q)] = [
                (.energy, sum(.energy, period) ?? .zero),
                (.time, seconds(.time, period, snapped: snaps)),
                (.parking, seconds(.parkingTime, period, snapped: snaps)),
                (.reservedTime, seconds(.reservationTime, period, snapped: snaps)),
            ]
            for (dimension, volume) in volumes where volume != .zero {
                guard let component = component(dimension, piece) else { continue }
                lines.append(
                    Line(
                        dimension: dimension, tariff: tariff, component: component,
                        volume: volume * piece.share))
            }
            if !isExpired, !isReserved(period), !flats.contains(0),
                let component = component(.flat, piece)
            {
                flats.insert(0)
                lines.append(
                    Line(dimension: .flat, tariff: tariff, component: component, volume: Q(1)))
            }
            let reserves = isExpired || (sum(.reservationTime, period) ?? .zero) != .zero
            if reserves, !flats.contains(1), let component = component(.reservedFlat, piece) {
                flats.insert(1)
                lines.append(
                    Line(
                        dimension: .reservedFlat, tariff: tariff, component: component,
                        volume: Q(1)))
            }
        }
        return lines
    }
}

extension Int {
    func flooredBy(_ divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
