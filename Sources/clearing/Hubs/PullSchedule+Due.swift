import Hubs
import Rating
import Roaming
import Store

extension PullSchedule {
    /// From when on a hub is to be asked again.
    /// - Parameter last: until when what it had is here, by its clock.
    func next(after last: Instant) throws -> Instant {
        switch self {
        case .always: return last
        case .hourly: return last.advanced(bySeconds: 3600)
        case .daily(let cutOff, let timeZone):
            guard let clock = WallClock(zone: timeZone) else {
                throw Failure.bug("a rule was read whose time zone \(timeZone) is none")
            }
            // Its day may be another one than in UTC, and of another length.
            let today = Day(containing: last, offsetSeconds: 0)
            let cutOffs = (-1...2).map { days in
                clock.instant(
                    Int64(today.advanced(by: days).daysSince1970) * 86_400 + Int64(cutOff))
            }
            guard let next = cutOffs.first(where: { $0 > last }) else {
                throw Failure.bug("no cut-off within two days after \(last)")
            }
            return next
        }
    }
}

/// Which hubs are asked.
enum PullChoice {
    case named([String])
    /// All that we are registered with.
    case all
    /// Those of them whose rule says that it is time.
    case due(at: Instant)
}

extension HubDesk {
    /// A hub that is not asked yet.
    struct Waiting {
        let hub: String
        let until: Instant
    }

    /// Who is asked for a book, and who is not yet.
    func lines(
        _ choice: PullChoice, for book: BookName
    ) throws -> (lines: [Line], waiting: [Waiting]) {
        switch choice {
        case .named(let hubs): return (try lines(hubs), [])
        case .all: return (try lines(nil), [])
        case .due(let now):
            let number = try connection.book(named: book.name(manifest: "", rules: rules))
            let bookmarks = try connection.bookmarks(of: number)
            var waiting: [Waiting] = []
            let due = try lines(nil).filter { line in
                let next = try line.rule.next(since: bookmarks)
                guard let next, next > now else { return true }
                waiting.append(Waiting(hub: line.rule.hub, until: next))
                return false
            }
            return (due, waiting)
        }
    }
}

extension ConnectionRule {
    /// Nil when something was never pulled, so that it is time in any case.
    fileprivate func next(since bookmarks: [Bookmark]) throws -> Instant? {
        let ours = bookmarks.filter { $0.hub == hub }
        let known = pull.compactMap { module in
            ours.first { $0.module == ObjectKind(module) }?.completeUntil
        }
        guard known.count == pull.count, let oldest = known.min() else { return nil }
        return try schedule.next(after: oldest)
    }
}
