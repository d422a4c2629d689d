import Roaming
import Testing

@testable import Sandbox

/// Chargers that work by themselves: the same for the same seed, however often anybody looks.
@Suite struct SimulatedChargersTests {
    private func month() throws -> Month { try #require(Month(year: 2026, month: 10)) }

    private func events(seed: UInt64 = 7, steps: Int, hours: Int = 48) throws -> [SimulatedChargers
        .Event]
    {
        var chargers = SimulatedChargers(seed: seed, month: try month())
        let start = SimulatedChargers.start(of: try month())
        return (1...steps).flatMap { step in
            chargers.events(
                until: start.advanced(bySeconds: Int64(hours * 3600 * step / steps)))
        }
    }

    @Test func `the same seed brings the same, looked at once or a thousand times`() throws {
        let once = try events(steps: 1)
        #expect(once.count > 200)
        let often = try events(steps: 1000)
        #expect(Set(often) == Set(once) && often.count == once.count)
        #expect(often.map(\.at) == often.map(\.at).sorted())
        #expect(try Set(events(seed: 8, steps: 1)) != Set(once))
    }

    @Test func `nothing is known before it happened`() throws {
        let start = SimulatedChargers.start(of: try month())
        var chargers = SimulatedChargers(seed: 7, month: try month())
        #expect(chargers.events(until: start.advanced(bySeconds: -1)).isEmpty)
        let first = chargers.events(until: start)
        #expect(first.map(\.kind) == Array(repeating: .location, count: 5))
        let later = start.advanced(bySeconds: 10_000)
        #expect(chargers.events(until: later).allSatisfy { $0.at <= later && $0.at > start })
    }

    @Test func `five hubs have one charger each, and every CDR follows its session`() throws {
        let events = try events(steps: 1)
        #expect(Set(events.map(\.hub)).count == 5)
        for hub in Set(events.map(\.hub)) {
            let mine = events.filter { $0.hub == hub }
            let sessions = mine.filter { $0.kind == .session }
            let cdrs = mine.filter { $0.kind == .cdr }
            #expect(cdrs.count > 10, "\(hub)")
            // A session comes running and comes over; the next one starts when the car is gone.
            let ids = sessions.map(\.id)
            #expect(zip(ids, ids.dropFirst()).filter { $0 == $1 }.count == ids.count / 2)
            for (number, cdr) in cdrs.enumerated() {
                let ended = try #require(
                    sessions.last { $0.id.hasSuffix(String(cdr.id.suffix(8))) })
                #expect(cdr.at > ended.at, "\(number)")
            }
        }
    }
}
