import Foundation
import Roaming
import Synchronization

/// UTC offsets of one time zone as a sorted list, built once per zone and process.
///
/// Foundation's `TimeZone` is asked only while building, and for instants outside 1990 ... 2100.
struct ZoneTable: Sendable {
    let name: String
    /// Seconds since 1970 from which `offsets` of the same index holds.
    private let starts: [Int64]
    /// Seconds east of UTC.
    private let offsets: [Int64]
    private let zone: TimeZone
    /// The same for those who ask by the million.
    let index: ZoneIndex

    /// The stretch of time around an instant in which the offset does not change.
    struct Segment: BitwiseCopyable {
        /// Milliseconds since 1970; `until` is exclusive.
        var from: Int64
        var until: Int64
        /// Milliseconds east of UTC.
        var offset: Int64

        static let nowhere = Segment(from: 0, until: 0, offset: 0)

        func holds(_ milliseconds: Int64) -> Bool { from <= milliseconds && milliseconds < until }
    }

    private static let known = Mutex<[String: ZoneTable]>([:])
    private static let first: Int64 = 631_152_000
    private static let last: Int64 = 4_102_444_800

    /// Nil for a name that tzdata does not have.
    static func named(_ name: String) -> ZoneTable? {
        if let table = known.withLock({ $0[name] }) { return table }
        guard let zone = TimeZone(identifier: name) else { return nil }
        let table = ZoneTable(name: name, zone: zone)
        known.withLock { $0[name] = table }
        return table
    }

    private init(name: String, zone: TimeZone) {
        func offset(_ seconds: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
        }
        var starts = [Self.first]
        var offsets = [offset(Self.first)]
        var second = Self.first
        while second < Self.last {
            let next = second + 86_400
            let after = offset(next)
            if after != offsets[offsets.count - 1] {
                var (low, high) = (second, next)
                while high - low > 1 {
                    let middle = (low + high) / 2
                    if offset(middle) == after { high = middle } else { low = middle }
                }
                starts.append(high)
                offsets.append(after)
            }
            second = next
        }
        self.name = name
        self.zone = zone
        self.starts = starts
        self.offsets = offsets
        index = ZoneIndex(
            starts.indices.map { place in
                let until = place + 1 < starts.count ? starts[place + 1] : Self.last
                return Segment(
                    from: starts[place] * 1000, until: until * 1000, offset: offsets[place] * 1000)
            })
    }

    func segment(at milliseconds: Int64) -> Segment {
        let seconds = milliseconds.dividedDown(by: 1000)
        guard seconds >= Self.first, seconds < Self.last else { return asked(seconds) }
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= seconds { low = middle } else { high = middle }
        }
        let until = high < starts.count ? starts[high] : Self.last
        return Segment(from: starts[low] * 1000, until: until * 1000, offset: offsets[low] * 1000)
    }

    /// Far past or future: one day at a time, straight from Foundation.
    private func asked(_ seconds: Int64) -> Segment {
        let date = Date(timeIntervalSince1970: TimeInterval(seconds))
        let offset = Int64(zone.secondsFromGMT(for: date))
        let until =
            zone.nextDaylightSavingTimeTransition(after: date).map {
                min(Int64($0.timeIntervalSince1970), seconds + 86_400)
            } ?? seconds + 86_400
        return Segment(
            from: seconds * 1000, until: max(until, seconds + 1) * 1000, offset: offset * 1000)
    }
}

/// A zone's segments from 1990 to 2100 in plain memory, which lives as long as the process, as the
/// known tables do: looking one up counts no references.
struct ZoneIndex: BitwiseCopyable, @unchecked Sendable {
    // @unchecked: nothing writes to the memory after `init`.
    private let segments: UnsafePointer<ZoneTable.Segment>
    /// The segment in which each stretch of 2^32 milliseconds, some seven weeks, begins.
    private let places: UnsafePointer<UInt16>
    private let from: Int64
    private let until: Int64

    private static let shift: Int64 = 32

    /// - Precondition: `list` has no gaps and is not empty.
    fileprivate init(_ list: [ZoneTable.Segment]) {
        from = list[0].from
        until = list[list.count - 1].until
        let segments = UnsafeMutablePointer<ZoneTable.Segment>.allocate(capacity: list.count)
        segments.initialize(from: list, count: list.count)
        let count = Int((until - from) >> Self.shift) + 1
        let places = UnsafeMutablePointer<UInt16>.allocate(capacity: count)
        var place = 0
        for stretch in 0..<count {
            let start = from + Int64(stretch) << Self.shift
            while list[place].until <= start { place += 1 }
            (places + stretch).initialize(to: UInt16(place))
        }
        self.segments = UnsafePointer(segments)
        self.places = UnsafePointer(places)
    }

    /// Nil before 1990 and from 2100 on.
    @inline(__always)
    func segment(at milliseconds: Int64) -> ZoneTable.Segment? {
        guard from <= milliseconds, milliseconds < until else { return nil }
        var place = Int(places[Int((milliseconds &- from) &>> Self.shift)])
        while segments[place].until <= milliseconds { place &+= 1 }
        return segments[place]
    }
}
