import Amounts
import Roaming

/// Prices the plain CDR, which most are: one tariff without limits whose restrictions look at
/// nothing but the local time, periods in order with known times, no reservations, nothing odd.
///
/// Means exactly what `Engine` means, with 64-bit volumes and no scratch arrays. Whatever is not
/// plain, or would need another note than the two readings' own, it leaves to `Engine` by
/// answering false.
struct PlainPricer: Sendable {
    let rules: RatingRules
    /// A policy that rounds lines or dimensions, or the working, asks for more than totals.
    let isWanted: Bool
    private let reading: Reading
    private var session = PlainSession()
    /// Worked out for `currency`.
    private var policy: AppliedRounding
    private var currency = Currency.none

    init(_ rules: RatingRules) {
        self.rules = rules
        isWanted =
            rules.detail == .priceOnly
            && (rules.rounding.scope == .none || rules.rounding.scope == .total)
        reading = Reading(periods: rules.periods, hours: rules.hours)
        policy = AppliedRounding(rules.rounding, .none)
    }

    /// For the CDRs to come whose tariffs look at the clock.
    mutating func use(_ zone: ZoneTable?) {
        session.zone = zone?.index
    }

    /// Whether the tariff may apply to the CDR at all, and needs no more than this.
    ///
    /// First looks at all there is, without a branch in between: of a million CDRs in memory each
    /// comes from far away, and what is asked for together comes together.
    @inline(__always)
    func takes(_ charge: borrowing Charge, _ tariff: borrowing CompiledTariff) -> Bool {
        let isTariffPlain = tariff.front.pointee.plain.isPlain
        let isThere = tariff.extent.isThere(tariff.front)
        let areKnown = charge.periods.withUnsafeBufferPointer { PlainReading.areKnown($0) }
        let fit = charge.volumes.withUnsafeBufferPointer { PlainReading.fit($0) }
        let count = charge.periods.count
        return isTariffPlain && isThere && areKnown && fit && isWanted
            && !charge.reservationExpired && count > 0 && count <= PlainSession.periodsMost
    }

    /// False when the CDR is not plain; `rated` is then as it was.
    @inline(__always)
    mutating func price(
        _ charge: borrowing Charge, by tariff: UnsafePointer<TariffFront>,
        into rated: inout RatedCharge
    ) -> Bool {
        guard let currency = charge.currency, currency == tariff.pointee.currency,
            let end = charge.end?.milliseconds, end != 0
        else { return false }
        let stated = charge.start?.milliseconds
        let isPlain = charge.periods.withUnsafeBufferPointer { periods in
            charge.volumes.withUnsafeBufferPointer { volumes in
                let first = periods[0].start.milliseconds
                let start = stated ?? first
                guard start != 0, tariff.pointee.isValid(from: start, since: first) else {
                    return false
                }
                session.reset(start, tariff)
                return session.add(periods, volumes, until: end, tariff)
            }
        }
        guard isPlain, session.isPlausible(charge, until: end), session.close(tariff) else {
            return false
        }
        if currency != self.currency {
            self.currency = currency
            policy = AppliedRounding(rules.rounding, currency)
        }
        rated.begin(currency, policy)
        session.put(reading, tariff, into: &rated.exact.fixed)
        if session.isSnapped || session.isCut { note(tariff, &rated) }
        if charge.credit { rated.exact.fixed.total.negate() }
        return true
    }

    /// Where another permitted reading of the hours or the periods gives another total.
    private func note(_ tariff: UnsafePointer<TariffFront>, _ rated: inout RatedCharge) {
        let unit = rated.exact.fixed.unit
        let (net, gross) = (rated.exact.fixed.total.net, rated.exact.fixed.total.gross)
        if session.isSnapped {
            var other = reading
            other.hours = reading.hours == .snapped ? .literal : .snapped
            let sum = session.sum(other, tariff)
            if sum.net != net || sum.gross != gross {
                rated.notes.append(
                    Note(
                        .timeSnapped, Figure(gross, over: unit), Figure(sum.gross, over: unit),
                        period: -1))
            }
        }
        if session.isCut {
            var other = reading
            other.periods = reading.periods == .split ? .asSent : .split
            let sum = session.sum(other, tariff)
            rated.notes.append(
                Note(
                    .boundaryInside, Figure(gross, over: unit),
                    Figure(sum.gross, over: session.unit(other)), period: session.firstCut))
        }
    }
}

extension Note {
    fileprivate init(_ code: NoteCode, _ first: Figure, _ second: Figure, period: Int32) {
        self.init(code, period: period)
        self.first = first
        self.second = second
    }
}

extension Pair<Int128> {
    /// What a credit CDR takes back. Plain sums are far from the largest number.
    fileprivate mutating func negate() {
        net = 0 - net
        gross = 0 - gross
    }
}
