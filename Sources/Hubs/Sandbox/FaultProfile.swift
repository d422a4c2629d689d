package import Roaming

/// What goes wrong on the way to a sandbox hub, on top of its temper. Decided by the seed and the
/// request alone, and never more than three times in a row for one request, so that a client that
/// tries again gets through.
package enum FaultProfile: String, Sendable, Hashable, CaseIterable {
    case none
    /// The connection breaks off in the middle of an answer.
    case drops
    /// HTTP 500, and status 3000 in HTTP 200.
    case errors
    /// HTTP 429 with Retry-After.
    case throttling
    /// A whole HTTP answer with half of its JSON.
    case truncated
    /// A page is served twice, or another one in its place.
    case duplicates
    /// Link leads through the pages in another order.
    case reordered
    /// All of them.
    case all

    /// Single things that go wrong.
    enum Fault: String, Sendable, CaseIterable {
        case drop, error, statusError, throttle, truncate, otherPage
    }

    private var faults: [Fault] {
        switch self {
        case .none, .reordered: []
        case .drops: [.drop]
        case .errors: [.error, .statusError]
        case .throttling: [.throttle]
        case .truncated: [.truncate]
        case .duplicates: [.otherPage]
        case .all: Fault.allCases
        }
    }

    var servesPagesTwice: Bool { self == .duplicates || self == .all }
    var reordersPages: Bool { self == .reordered || self == .all }

    private static let timesInARow = 3

    /// - Parameter attempt: how often this very request came before.
    func fault(seed: UInt64, hub: String, request: String, attempt: Int) -> Fault? {
        let faults = faults
        guard !faults.isEmpty, attempt < Self.timesInARow else { return nil }
        let bits = Lot.bits(seed, hub, request, String(attempt))
        guard bits % 100 < 40 else { return nil }
        return faults[Int(bits >> 32) % faults.count]
    }
}

/// How a hub behaves on a good day.
package struct Temper: Sendable, Hashable {
    /// Objects on a page, whatever is asked for.
    package var pageLimit = 1000
    package var sendsLink = true
    package var sendsTotal = true
    /// A newer version that it speaks beside the one of its objects.
    package var newest: OCPIVersion?
    /// Takes tokens as they are, though the version asks for Base64.
    package var takesPlainTokens = false
    package var delayMilliseconds = 0
    /// Of a hundred requests, how many it refuses with 429 or 500.
    package var refusesPercent = 0

    package init() {}

    /// Each of the six has one thing that real hubs were seen to do.
    package static func of(hub: String) -> Temper {
        var temper = Temper()
        switch hub {
        case "hubject": temper.pageLimit = 100
        case "gireve": temper.sendsLink = false
        case "bharat-roaming": temper.takesPlainTokens = true
        case "ev-recharge":
            temper.delayMilliseconds = 40
            temper.newest = .v230
        case "chargegrid": temper.refusesPercent = 25
        default: break
        }
        return temper
    }
}
