import Amounts
import Roaming

/// Prices the plain CDR, which most are: one tariff without limits whose restrictions look at
/// nothing but the local time, periods in order with known times, no reservations, nothing odd.
///
/// Means exactly what `Engine` means, with 64-bit volumes and no scratch arrays. Whatever is not
/// plain, or would need another note than the two readings' own, it leaves to `Engine` by
/// answering nil.
struct PlainPricer: Sendable {
    let rules: RatingRules
    /// A policy that rounds lines or dimensions, or the working, asks for more than totals.
    let isWanted: Bool
    private var session = PlainSession()

    init(_ rules: RatingRules) {
        self.rules = rules
        isWanted =
            rules.detail == .priceOnly
            && (rules.rounding.scope == .none || rules.rounding.scope == .total)
    }

    /// For the CDRs to come whose tariffs look at the clock.
    mutating func use(_ zone: ZoneTable?) {
        session.zone = zone
    }

    /// Whether the tariff may apply to the CDR at all, and needs no more than this.
    @inline(__always)
    func takes(_ charge: Charge, _ tariff: UnsafePointer<TariffFront>) -> Bool {
        guard isWanted, tariff.pointee.plain.isPlain, !charge.reservationExpired else {
            return false
        }
        let count = charge.periods.count
        return count > 0 && count <= PlainSession.periodsMost
    }

    mutating func price(_ charge: Charge, by tariff: UnsafePointer<TariffFront>) -> Outcome? {
        guard let currency = charge.currency, currency == tariff.pointee.currency,
            let end = charge.end?.milliseconds, end != 0
        else { return nil }
        session.reset(tariff.pointee.plain)
        let isPlain = charge.periods.withUnsafeBufferPointer { periods in
            charge.volumes.withUnsafeBufferPointer { volumes in
                let start = charge.start?.milliseconds ?? periods[0].start.milliseconds
                guard start != 0,
                    tariff.pointee.isValid(from: start, since: periods[0].start.milliseconds)
                else { return false }
                session.start = start
                return session.add(periods, volumes, until: end, tariff.pointee.id)
            }
        }
        guard isPlain, session.isPlausible(charge), session.close() else { return nil }
        return .priced(rated(charge, currency))
    }

    @inline(__always)
    private func rated(_ charge: Charge, _ currency: Currency) -> RatedCharge {
        let reading = Reading(periods: rules.periods, hours: rules.hours)
        var totals = session.totals(reading)
        let notes = session.isSnapped || session.isCut ? notes(totals, reading) : []
        if charge.credit {
            totals.total.net = 0 - totals.total.net
            totals.total.gross = 0 - totals.total.gross
        }
        return RatedCharge(
            currency: currency, tariff: 0, exact: .fixed(totals), notes: notes,
            tariffFindings: [], policy: AppliedRounding(rules.rounding, currency))
    }

    /// Where another permitted reading of the hours or the periods gives another total.
    private func notes(_ totals: Totals<Int128>, _ reading: Reading) -> [Note] {
        let mine = Figure(totals.total.gross, over: totals.unit)
        var notes: [Note] = []
        notes.reserveCapacity(2)
        if session.isSnapped {
            var other = reading
            other.hours = reading.hours == .snapped ? .literal : .snapped
            let sum = session.sum(other)
            if sum.net != totals.total.net || sum.gross != totals.total.gross {
                notes.append(
                    Note(.timeSnapped, mine, Figure(sum.gross, over: totals.unit), period: -1))
            }
        }
        if session.isCut {
            var other = reading
            other.periods = reading.periods == .split ? .asSent : .split
            let figure = Figure(session.sum(other).gross, over: session.unit(other))
            notes.append(Note(.boundaryInside, mine, figure, period: session.firstCut))
        }
        return notes
    }
}

extension Note {
    fileprivate init(_ code: NoteCode, _ first: Figure, _ second: Figure, period: Int32) {
        self.init(code, period: period)
        self.first = first
        self.second = second
    }
}

extension TariffFront {
    /// Valid at the session's start: as stated, which a first period may come before.
    @inline(__always)
    fileprivate func isValid(from start: Int64, since first: Int64) -> Bool {
        validFrom <= start && (start < validUntil || validUntil == .max) && start <= first
    }
}
