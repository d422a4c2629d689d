import Amounts
import Roaming

/// An element as `PlainPricer` reads it: where it is not restricted, its bounds are as wide as can
/// be, so that matching asks the same of every element.
struct PlainElement: BitwiseCopyable {
    /// Days since 1970, from inclusive, until exclusive.
    let startDay: Int32
    let endDay: Int32
    /// The daily window: minutes after local midnight and length, past midnight allowed.
    let startMinute: Int16
    let minuteSpan: Int16
    /// Bit 0 = Monday.
    let weekdays: UInt8
    /// Into the tariff's components, -1 without.
    let energy: Int8
    let time: Int8
    let parking: Int8
    let flat: Int8

    init(_ row: ElementRow) {
        let isDated = row.kinds.contains(.dates)
        startDay = isDated ? row.startDay : .min
        endDay = isDated ? row.endDay : .max
        let isTimed = row.kinds.contains(.minutes)
        startMinute = isTimed ? Int16(truncatingIfNeeded: row.startMinute) : 0
        minuteSpan = isTimed ? Int16(truncatingIfNeeded: row.minuteSpan) : 1440
        weekdays = row.kinds.contains(.weekdays) ? row.weekdays : 0x7F
        energy = Int8(truncatingIfNeeded: row.energy)
        time = Int8(truncatingIfNeeded: row.time)
        parking = Int8(truncatingIfNeeded: row.parking)
        flat = Int8(truncatingIfNeeded: row.flat)
    }

    @inline(__always)
    func matches(day: Int32, minute: Int16, weekday: UInt8) -> Bool {
        let since = minute &- startMinute
        let past = since &+ (since &>> 15 & 1440)
        return past < minuteSpan && weekdays &>> weekday & 1 == 1 && startDay <= day
            && day < endDay
    }
}

/// A component as `PlainPricer` reads it.
struct PlainComponent: BitwiseCopyable {
    /// Like `ComponentRow`'s.
    let net: Int64
    let gross: Int64
    /// In millionths of kWh or of seconds; 0 = no rounding.
    let step: Int64

    init(_ row: ComponentRow) {
        net = row.net
        gross = row.gross
        step = row.step &* (row.isEnergy ? 1000 : 1_000_000)
    }

    /// The most a price may be, in its own units: 200,000 a kWh or hour.
    private static let priceMost: Int64 = 1 << 56
    private static let stepMost: Int64 = 1 << 40

    static func canHold(_ row: ComponentRow) -> Bool {
        !row.netIsUnknown && row.step < stepMost && -priceMost < row.net && row.net < priceMost
            && -priceMost < row.gross && row.gross < priceMost
    }
}

/// All that `PlainPricer` reads of a tariff, in one piece of memory: with many tariffs it comes from
/// far away. Plain memory like `TariffView`.
struct PlainRows: @unchecked Sendable {
    /// Nothing but the time of day and the date decides, nothing is odd, and no price or step is so
    /// large that a session's sum could leave 128 bits.
    let isPlain: Bool
    let looksAtClock: Bool
    private(set) var extent = PlainExtent()
    private(set) var minuteCount: UInt8 = 0
    /// Which elements have a component for a dimension, one bit each.
    private(set) var energy: UInt32 = 0
    private(set) var time: UInt32 = 0
    private(set) var parking: UInt32 = 0
    private(set) var flat: UInt32 = 0
    let components: UnsafePointer<PlainComponent>
    private let minutes: UnsafePointer<Int32>

    private static let elementsMost = 32
    private static let componentsMost = 127
    private static let minutesMost = 255

    /// Fills the rows' plain part.
    init(_ rows: inout TariffRows, _ needs: Needs, _ limits: LimitsRow, isOdd: Bool) {
        components = rows.plainComponents.start
        minutes = rows.minutes.start
        looksAtClock = needs.contains(.localTime)
        isPlain =
            !isOdd && limits.isEmpty && needs.subtracting(.localTime).isEmpty
            && rows.elements.count <= Self.elementsMost
            && 1...Self.componentsMost ~= rows.components.count
            && rows.minutes.count <= Self.minutesMost
            && rows.components.buffer.allSatisfy(PlainComponent.canHold)
        guard isPlain else { return }
        for row in rows.components.buffer { rows.plainComponents.append(PlainComponent(row)) }
        for row in rows.elements.buffer {
            let bit: UInt32 = row.audience == .session ? 1 << UInt32(extent.elements) : 0
            if row.energy >= 0 { energy |= bit }
            if row.time >= 0 { time |= bit }
            if row.parking >= 0 { parking |= bit }
            if row.flat >= 0 { flat |= bit }
            rows.plainElements.append(PlainElement(row))
            extent.elements += 1
        }
        extent.components = UInt8(rows.components.count)
        minuteCount = UInt8(rows.minutes.count)
    }

    /// The elements that match at a local time, one bit each.
    @inline(__always)
    func matching(
        _ elements: UnsafePointer<PlainElement>, day: Int32, minute: Int16
    ) -> UInt32 {
        let rest = (Int(day) + 3) % 7
        let weekday = UInt8(truncatingIfNeeded: rest < 0 ? rest + 7 : rest)
        var mask: UInt32 = 0
        for index in 0..<Int(extent.elements) {
            let isMatch = elements[index].matches(day: day, minute: minute, weekday: weekday)
            mask |= (isMatch ? 1 : 0) &<< UInt32(truncatingIfNeeded: index)
        }
        return mask
    }

    /// Minutes after local midnight of the next moment, later than `minute`, at which an element may
    /// begin or cease to match.
    /// - Precondition: the tariff has `minutes`, as every tariff that looks at the clock.
    @inline(__always)
    func boundary(after minute: Int32) -> Int64 {
        for index in 0..<Int(minuteCount) where minutes[index] > minute {
            return Int64(minutes[index])
        }
        return 1440 + Int64(minutes[0])
    }
}

/// How many elements and components of a plain tariff stand behind its front.
struct PlainExtent: BitwiseCopyable {
    var elements: UInt8 = 0
    var components: UInt8 = 0

    /// Looks at all of them without a branch each: true, as steps and spans are not negative.
    @inline(__always)
    func isThere(_ front: UnsafePointer<TariffFront>) -> Bool {
        let rows = TariffFront.elements(behind: front)
        let size = TariffRows.List<PlainElement>.size(Int(elements))
        let priced = (UnsafeRawPointer(rows) + size).assumingMemoryBound(to: PlainComponent.self)
        var (span, step) = (Int16(0), Int64(0))
        for place in 0..<Int(elements) { span |= rows[place].minuteSpan }
        for place in 0..<Int(components) { step |= priced[place].step }
        return span >= 0 && step >= 0
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

    /// - Precondition: `segment` holds `instant`.
    @inline(__always)
    mutating func look(
        at instant: Int64, _ tariff: UnsafePointer<TariffFront>, _ segment: ZoneTable.Segment
    ) {
        let local = instant + segment.offset
        // Towards the past, like `dividedDown`, whose divisor the compiler would not see.
        let day = local >= 0 ? local / 86_400_000 : -((86_399_999 - local) / 86_400_000)
        let midnight = day * 86_400_000
        let minute = Int32(truncatingIfNeeded: (local - midnight) / 60_000)
        mask = tariff.pointee.plain.matching(
            TariffFront.elements(behind: tariff), day: Int32(truncatingIfNeeded: day),
            minute: Int16(truncatingIfNeeded: minute))
        from = instant
        let next = midnight + tariff.pointee.plain.boundary(after: minute) * 60_000
        until = min(next - segment.offset, segment.until)
    }
}
