import Hashing
import Roaming
import Settlement
import Store

/// Adds the lines of the month up to positions, statements, journal and payout previews. Pays nobody.
struct SettleJob {
    let context: JobContext

    func run() throws -> JobResult {
        let connection = try context.connect(as: .settle)
        let upstream = try connection.upstream(.reconcile, of: context.month)
        let window = try context.rules.month(context.month).window(of: context.month)
        let decisions = try connection.decidedDisputes(in: window)
        let identity = RunIdentity(
            .settle, context.month, inputs: upstream.identity.key, rules: context.rules,
            book: upstream.book, also: decisions.isEmpty ? [] : [digest(of: decisions)])
        return try SingleRun(context: context, connection: connection)
            .perform(identity) { run, finished in
                guard finished.isEmpty else { return (summary: "", files: []) }
                let month = try settle(upstream, decisions, on: connection)
                let transaction = try connection.begin()
                try transaction.save(month.positions, of: run)
                try transaction.save(month.statements, of: run)
                try transaction.save(month.journal, of: run)
                try transaction.save(month.hubFees, of: run)
                try transaction.save(month.nettingProof, of: run)
                try transaction.save(month.payouts, of: run)
                try transaction.finishShard(
                    0, of: run, label: "month", summary: "", now: context.now)
                try transaction.commit()
                return (summary: "", files: [])
            }
    }

    /// What the month comes to by the rules as they are; nothing is stored.
    func preview() throws -> SettledMonth? {
        let connection = try context.connect(as: .settle)
        guard let upstream = try connection.latestClosedRun(.reconcile, context.month) else {
            return nil
        }
        let window = try context.rules.month(context.month).window(of: context.month)
        return try settle(upstream, try connection.decidedDisputes(in: window), on: connection)
    }

    private func settle(
        _ upstream: Run, _ decisions: [DisputeEvent], on connection: Connection
    ) throws -> SettledMonth {
        var ledger = MonthLedger(
            month: context.month, rules: try context.rules.settlement(context.month))
        let lines = try connection.lines(of: upstream)
        let meter = Meter("settle", unit: "lines")
        while let line = try lines.next() {
            try ledger.add(line)
            meter.add(1)
        }
        for decision in decisions { try ledger.add(decision) }
        let month = try ledger.close()
        meter.finish("\(month.positions.count) positions")
        return month
    }

    /// Of all that is booked by, so that a decision taken since makes another run.
    private func digest(of decisions: [DisputeEvent]) -> String {
        let lines = decisions.map { decision in
            [
                decision.dispute, "\(decision.ordinal)", "\(decision.month)",
                decision.side.rawValue, "\(decision.counterparty)", "\(decision.ownParty)",
                "\(decision.currency)", "\(decision.released)", "\(decision.releasedBeforeTax)",
                "\(decision.writtenOff)",
            ].joined(separator: "\t")
        }
        return Hashing.digest(of: Array(lines.joined(separator: "\n").utf8)).description
    }
}
