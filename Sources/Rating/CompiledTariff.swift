import Amounts
package import Roaming

/// A tariff in the flat form that pricing reads: plain rows, no strings, nothing to allocate.
///
/// Made by `compile` once per distinct tariff and used for any number of CDRs. `source` stays with
/// it for the wide path, which reads prices and bounds in full precision.
package struct CompiledTariff: @unchecked Sendable {
    // @unchecked: nothing writes to the front after the block is made.
    let block: TariffBlock
    /// Lives as long as the block.
    let front: UnsafePointer<TariffFront>
    /// How much there is behind the front, known without going there.
    let extent: PlainExtent

    init(_ block: TariffBlock) {
        self.block = block
        front = block.front
        extent = front.pointee.plain.extent
    }

    package var source: Tariff { block.source }
    /// What is odd about the tariff whatever it prices; pointers are relative to the tariff.
    package var findings: [Finding] { block.findings }
    package var id: String { block.source.id }
}

/// The rows of one tariff at a fixed address.
///
/// A class, because pricing looks at a tariff some fifty times per CDR: through this block it
/// reads plain memory, where a struct of arrays would count references at every look. Nothing in it
/// changes after `init`, which is what makes it safe to share between threads.
final class TariffBlock: @unchecked Sendable {
    /// Valid as long as this block lives.
    let view: TariffView
    /// False when a number has more digits than the fixed-point rows hold: priced the wide way.
    let fitsRows: Bool
    let front: UnsafePointer<TariffFront>
    let findings: [Finding]
    let source: Tariff

    var foldedID: String { Identifier.folded(source.id) }

    init(
        source: Tariff, findings: [Finding], fitsRows: Bool, rows: TariffRows, needs: Needs,
        limits: LimitsRow
    ) {
        self.source = source
        self.findings = findings
        self.fitsRows = fitsRows
        var rows = rows
        view = TariffView(
            rows: rows.elements.buffer, components: rows.components.buffer,
            bounds: rows.bounds.buffer, minutes: rows.minutes.buffer, needs: needs, limits: limits)
        let front = rows.memory.bindMemory(to: TariffFront.self, capacity: 1)
        front.initialize(
            to: TariffFront(
                id: source.id, currency: source.currency,
                validFrom: source.validFrom?.milliseconds ?? .min,
                validUntil: source.validUntil?.milliseconds ?? .max,
                plain: PlainRows(
                    &rows, needs, limits, isOdd: !fitsRows || !findings.isEmpty)))
        self.front = UnsafePointer(front)
    }

    deinit {
        let memory = UnsafeMutablePointer(mutating: front)
        memory.deinitialize(count: 1)
        UnsafeMutableRawPointer(memory).deallocate()
    }
}

/// What pricing always looks at, in front of the rows and in one piece of memory with them: with
/// many tariffs it comes from far away.
struct TariffFront {
    let id: String
    let currency: Currency
    /// Milliseconds since 1970, from inclusive, until exclusive.
    let validFrom: Int64
    let validUntil: Int64
    let plain: PlainRows

    @inline(__always)
    static func elements(behind front: UnsafePointer<TariffFront>) -> UnsafePointer<PlainElement> {
        UnsafeRawPointer(front + 1).assumingMemoryBound(to: PlainElement.self)
    }

    /// Valid at the session's start: as stated, which a first period may come before.
    @inline(__always)
    func isValid(from start: Int64, since first: Int64) -> Bool {
        validFrom <= start && (start < validUntil || validUntil == .max) && start <= first
    }
}

/// A tariff as pricing sees it: plain memory, owned by its `TariffBlock` and never written.
struct TariffView: @unchecked Sendable {
    let rows: UnsafeBufferPointer<ElementRow>
    let components: UnsafeBufferPointer<ComponentRow>
    /// Only of elements that have such restrictions.
    let bounds: UnsafeBufferPointer<BoundsRow>
    /// Minutes of the local day at which an element may begin or cease to match, sorted.
    let minutes: UnsafeBufferPointer<Int32>
    let needs: Needs
    let limits: LimitsRow
    /// Among the tariffs given for the CDR.
    var place: Int32 = -1

    static let empty = TariffView(
        rows: UnsafeBufferPointer(start: nil, count: 0),
        components: UnsafeBufferPointer(start: nil, count: 0),
        bounds: UnsafeBufferPointer(start: nil, count: 0),
        minutes: UnsafeBufferPointer(start: nil, count: 0), needs: [], limits: LimitsRow())
}

/// What of a session's state the tariff's restrictions look at.
struct Needs: OptionSet {
    let rawValue: UInt8

    static let localTime = Needs(rawValue: 1)
    static let duration = Needs(rawValue: 2)
    static let energy = Needs(rawValue: 4)
    static let power = Needs(rawValue: 8)
    /// An element has a restriction that nobody here knows.
    static let unknown = Needs(rawValue: 16)
    static let clock: Needs = [.localTime, .duration]
    /// A price can change inside a period.
    static let boundary: Needs = [.localTime, .duration, .energy]
}

/// The restriction kinds present on an element, one bit each.
struct RestrictionKinds: OptionSet {
    let rawValue: UInt8

    static let minutes = RestrictionKinds(rawValue: 1)
    static let weekdays = RestrictionKinds(rawValue: 2)
    static let dates = RestrictionKinds(rawValue: 4)
    static let duration = RestrictionKinds(rawValue: 8)
    static let energy = RestrictionKinds(rawValue: 16)
    static let power = RestrictionKinds(rawValue: 32)
    static let unknown = RestrictionKinds(rawValue: 64)
    static let local: RestrictionKinds = [.minutes, .weekdays, .dates]
    static let bounded: RestrictionKinds = [.duration, .energy, .power]
}

/// Whom an element prices.
enum Audience: UInt8 { case session, reservation, expiredReservation }

struct ElementRow {
    var kinds: RestrictionKinds = []
    var audience = Audience.session
    /// Bit per `TariffDimension`.
    var dimensions: UInt8 = 0
    /// Bit 0 = Monday.
    var weekdays: UInt8 = 0
    /// The daily window: minutes after local midnight and length, past midnight allowed.
    var startMinute: Int32 = 0
    var minuteSpan: Int32 = 1440
    /// Days since 1970, from inclusive, until exclusive.
    var startDay = Int32.min
    var endDay = Int32.max
    /// Into the tariff's bounds, -1 without.
    var bounds: Int32 = -1
    /// Into the tariff's components, -1 without.
    var energy: Int32 = -1
    var time: Int32 = -1
    var parking: Int32 = -1
    var flat: Int32 = -1
}

/// Price of one unit of volume, in units of 1/(3600·10^14) currency per 10^-6 kWh or second; FLAT
/// is priced like one kWh.
struct ComponentRow {
    var net: Int64
    var gross: Int64
    /// Wh or seconds; 0 = no rounding.
    var step: Int64
    var isEnergy: Bool
    /// 2.3.0 prices that include a tax nobody states.
    var netIsUnknown: Bool
    /// Into `source.elements`.
    var element: Int32
    var component: Int32
}

/// Durations in milliseconds, everything else in millionths of kWh, A and kW.
/// `Int64.min` and `.max` stand for an absent bound.
struct BoundsRow {
    var minDuration = Int64.min
    var maxDuration = Int64.max
    var minEnergy = Int64.min
    var maxEnergy = Int64.max
    var minCurrent = Int64.min
    var maxCurrent = Int64.max
    var minPower = Int64.min
    var maxPower = Int64.max
}

/// Like a FLAT price. `nil` = no such limit.
struct LimitsRow {
    var minNet: Int64?
    var minGross: Int64?
    var maxNet: Int64?
    var maxGross: Int64?

    /// The factor from net to gross when all components share it; zero otherwise.
    var taxUp: Int64 = 0
    var taxDown: Int64 = 0

    var isEmpty: Bool { minNet == nil && minGross == nil && maxNet == nil && maxGross == nil }
}
