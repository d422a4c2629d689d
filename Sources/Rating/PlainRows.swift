import Roaming

/// All that `PlainPricer` reads of a tariff: its rows, and which of them have a component for a
/// dimension, one bit each. Plain memory like `TariffView`.
struct PlainRows: @unchecked Sendable {
    /// Nothing but the time of day and the date decides, nothing is odd, and no price or step is so
    /// large that a session's sum could leave 128 bits.
    let isPlain: Bool
    let looksAtClock: Bool
    let rows: UnsafeBufferPointer<ElementRow>
    let components: UnsafeBufferPointer<ComponentRow>
    let minutes: UnsafeBufferPointer<Int32>
    private(set) var energy: UInt32 = 0
    private(set) var time: UInt32 = 0
    private(set) var parking: UInt32 = 0
    private(set) var flat: UInt32 = 0

    /// The most a price may be, in its own units: 200,000 a kWh or hour.
    private static let priceMost: Int64 = 1 << 56
    private static let stepMost: Int64 = 1 << 40

    init(_ view: TariffView, isOdd: Bool) {
        rows = view.rows
        components = view.components
        minutes = view.minutes
        looksAtClock = view.needs.contains(.localTime)
        isPlain =
            !isOdd && rows.count <= 32 && view.limits.isEmpty
            && view.needs.subtracting(.localTime).isEmpty && components.allSatisfy(Self.isPlain)
        guard isPlain else { return }
        for (index, row) in rows.enumerated() where row.audience == .session {
            if row.energy >= 0 { energy |= 1 << UInt32(index) }
            if row.time >= 0 { time |= 1 << UInt32(index) }
            if row.parking >= 0 { parking |= 1 << UInt32(index) }
            if row.flat >= 0 { flat |= 1 << UInt32(index) }
        }
    }

    private static func isPlain(_ row: ComponentRow) -> Bool {
        !row.netIsUnknown && row.step < stepMost && -priceMost < row.net && row.net < priceMost
            && -priceMost < row.gross && row.gross < priceMost
    }

    /// The elements that match at a local time, one bit each.
    @inline(__always)
    func matching(day: Int32, minute: Int32) -> UInt32 {
        let rest = (Int(day) + 3) % 7
        let weekday = UInt8(1) << UInt8(truncatingIfNeeded: rest < 0 ? rest + 7 : rest)
        var mask: UInt32 = 0
        for index in 0..<rows.count {
            let kinds = rows[index].kinds
            if kinds.contains(.minutes) {
                var past = minute - rows[index].startMinute
                if past < 0 { past += 1440 }
                if past >= rows[index].minuteSpan { continue }
            }
            if kinds.contains(.weekdays), rows[index].weekdays & weekday == 0 { continue }
            if kinds.contains(.dates), day < rows[index].startDay || day >= rows[index].endDay {
                continue
            }
            mask |= 1 << UInt32(truncatingIfNeeded: index)
        }
        return mask
    }
}

/// Which elements match, and how long that stays so.
struct MatchingElements {
    private(set) var mask: UInt32 = 0
    /// Milliseconds since 1970; `until` is exclusive.
    private var from = Int64.max
    private(set) var until = Int64.min

    /// Nothing to look at the clock for.
    static let always = MatchingElements(mask: .max, from: .min, until: .max)

    static let unknown = MatchingElements(mask: 0, from: .max, until: .min)

    @inline(__always)
    func holds(_ instant: Int64) -> Bool { from <= instant && instant < until }

    /// - Precondition: the tariff has `minutes`, as every tariff that looks at the clock.
    /// `segment` holds `instant`.
    @inline(__always)
    mutating func look(
        at instant: Int64, _ tariff: borrowing PlainRows, _ segment: ZoneTable.Segment
    ) {
        let local = instant + segment.offset
        // Towards the past, like `dividedDown`, whose divisor the compiler would not see.
        let day = local >= 0 ? local / 86_400_000 : -((86_399_999 - local) / 86_400_000)
        let midnight = day * 86_400_000
        let minute = Int32(truncatingIfNeeded: (local - midnight) / 60_000)
        mask = tariff.matching(day: Int32(truncatingIfNeeded: day), minute: minute)
        var next = midnight + 86_400_000 + Int64(tariff.minutes[0]) * 60_000
        for boundary in tariff.minutes where boundary > minute {
            next = midnight + Int64(boundary) * 60_000
            break
        }
        from = instant
        until = min(next - segment.offset, segment.until)
    }
}
