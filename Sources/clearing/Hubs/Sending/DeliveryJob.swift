import Foundation
import Hubs
import Intake
import Roaming
import Store

/// What sending one module of ours to one hub came to.
struct DeliveryOutcome: Sendable {
    /// An object that the hub did not take, or that we did not send.
    struct Refusal: Sendable {
        let party: PartyID
        let id: String
        /// Of OCPI; nil where the hub gave none, or was not asked.
        let statusCode: Int?
        let words: String
    }

    let hub: String
    let kind: DeliveredKind
    /// Taken by the hub, now.
    var sent = 0
    var refused: [Refusal] = []
    /// Not sent, since it cannot be said in the hub's version or is final there.
    var withheld: [Refusal] = []
    /// Tried, and still due.
    var left = 0
    /// What the hub cannot be told, in words.
    var note: String?
    var fault: HubFault?

    init(_ hub: String, _ kind: DeliveredKind) { (self.hub, self.kind) = (hub, kind) }
}

/// Sends hubs what is ours and new to them: several hubs at once, one object after the other, each
/// answer written down before the next is sent. What is due is what has no answer yet, so a job that is
/// killed goes on where it stopped, and one that is run again has nothing to do.
///
/// No stage of a month: it has no inputs to be known by, and nothing is made from what it writes.
struct DeliveryJob {
    let databaseURL: String
    let rules: Rules
    let lines: [HubDesk.Line]
    /// Nil: all that each hub's rule lists.
    let kinds: Set<DeliveredKind>?
    /// Sends what was refused once more.
    let again: Bool
    let clock: @Sendable () -> Instant

    /// - Throws: 75 when another process sends to one of the hubs.
    func run() throws -> [DeliveryOutcome] {
        let url = databaseURL
        let guardian = try Connection(url, as: .ingest)
        for line in lines where try !guardian.lockDeliveries(to: line.rule.hub) {
            throw Failure.tryLater("another push to \(line.rule.hub) is under way; try again later")
        }
        defer { withExtendedLifetime(guardian) {} }
        let book = try guardian.book(named: BookName.standing.name(manifest: "", rules: rules))
        let records = try records()
        let threads = ConnectionThreads(min(lines.count, Self.connectionsMost)) {
            try Connection(url, as: .ingest)
        }
        let (run, clock, kinds, again) = (UUID().uuidString, clock, kinds, again)
        let rounds = try lines.map { line in
            guard let hub = rules.hub(named: line.rule.hub) else {
                throw Failure.bug("\(line.rule.hub) has a connection and no rule")
            }
            return DeliveryRound(
                line: line, hub: hub, book: book, again: again, threads: threads, clock: clock)
        }
        return try waiting {
            try await withThrowingTaskGroup(of: (Int, [DeliveryOutcome]).self) { group in
                for (index, round) in rounds.enumerated() {
                    group.addTask {
                        let client = HubClient(round.line.rule, run: run, clock: clock)
                        do {
                            let outcomes = try await round.run(kinds, records, by: client)
                            await client.close()
                            return (index, outcomes)
                        } catch {
                            await client.close()
                            throw error
                        }
                    }
                }
                var outcomes = [[DeliveryOutcome]](repeating: [], count: rounds.count)
                for try await (index, found) in group { outcomes[index] = found }
                return outcomes.flatMap { $0 }
            }
        }
    }

    private static let connectionsMost = 4

    /// Ours, where a hub is told of any.
    private func records() throws -> [StoredInvoiceRecord] {
        guard lines.contains(where: \.rule.pushesInvoiceRecords) else { return [] }
        return try Connection(databaseURL, as: .invoice).ownInvoiceRecords()
    }
}
