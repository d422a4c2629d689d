import Amounts
import Intake
import Reconciliation
import Roaming
import Store

/// Compares our sessions with the CDRs on both sides, one partner at a time.
struct ReconcileJob {
    let context: JobContext

    func run() throws -> JobResult {
        let connection = try context.connect(as: .reconcile)
        let rating = try connection.upstream(.rate, of: context.month)
        let ingest = try connection.upstream(.ingest, of: context.month)
        let closed = try connection.closedMonths().filter { $0.month != context.month }
        let identity = RunIdentity(
            .reconcile, context.month, inputs: rating.identity.key, rules: context.rules,
            book: rating.book, also: closed.map(\.identity))
        return try SingleRun(context: context, connection: connection)
            .perform(identity) { run, finished in
                var matching = try context.rules.matching(context.month)
                matching.closed = Set(closed.map(\.month))
                let span = try connection.span(of: matching.window, in: run.book)
                try reconcile(
                    run, finished, span, rating: rating, ingest: ingest, under: matching,
                    on: connection)
                let asOf = try connection.dataAsOf(of: run.book, in: span)
                return (summary: (asOf ?? matching.window.cutOff).description, files: [])
            }
    }

    private func reconcile(
        _ run: Run, _ finished: Set<Int>, _ span: MonthSpan, rating: Run, ingest: Run,
        under matching: MatchingRules, on connection: Connection
    ) throws {
        let partners = try connection.partners(of: run.book, in: span)
        let holding = Set(try connection.hubsHoldingOurCDRs(of: run.book, in: span))
        let revising = context.rules.revisingHubs
        let tokens = try connection.tokens(of: context.rules.ours, in: run.book)
        let meter = Meter("reconcile", unit: "lines")
        let missing = partners.indices.filter { !finished.contains($0) }
        try Workers.run(
            missing.count, prepare: { try context.connect(as: .reconcile) },
            { connection, index in
                let number = missing[index]
                let partner = partners[number]
                let facts = try connection.facts(
                    of: partner, in: span, ratedBy: rating, revising: revising)
                let home = context.rules.homeHub(of: partner.counterparty)
                let shard = Shard(
                    side: partner.side, counterparty: partner.counterparty,
                    ownNetwork: partner.ownNetwork, homeHub: home,
                    heldIsComplete: !partner.ownNetwork && home.map(holding.contains) ?? false,
                    sessions: facts.sessions, issued: facts.issued, held: facts.held,
                    tokens: tokens)
                var rows = LineRows(of: run, shard: number)
                let reconciled = try Reconciliation.reconcile(shard, under: matching)
                for line in reconciled.lines { rows.add(line) }
                let transaction = try connection.begin()
                try transaction.save(rows)
                try transaction.save(reconciled.tolerated, of: run, shard: number)
                try transaction.save(reconciled.clocks, of: run, shard: number)
                try transaction.save(
                    matching.deadlines(of: reconciled.lines), of: run, shard: number)
                try transaction.finishShard(
                    number, of: run, label: "\(partner.side.rawValue) \(partner.counterparty)",
                    summary: "\(rows.count)", now: context.now)
                try transaction.commit()
                meter.add(rows.count)
            })
        if !finished.contains(partners.count) {
            try saveRejected(
                run, of: ingest, shard: partners.count, window: matching.window, on: connection)
        }
        meter.finish()
    }

    /// CDRs that intake refused: nothing about them can be agreed, but they are on the list.
    private func saveRejected(
        _ run: Run, of ingest: Run, shard: Int, window: MonthWindow,
        on connection: Connection
    ) throws {
        var rows = LineRows(of: run, shard: shard)
        for reject in try connection.rejects(of: ingest, kind: .cdrs) where reject.object != nil {
            if let line = RejectedLine(reject, rules: context.rules, window: window).line {
                rows.add(line)
            }
        }
        let transaction = try connection.begin()
        try transaction.save(rows)
        try transaction.finishShard(
            shard, of: run, label: "rejected", summary: "\(rows.count)", now: context.now)
        try transaction.commit()
    }
}

extension MatchingRules {
    /// The windows of the service months that occur, in order.
    fileprivate func deadlines(of lines: [ReconciledLine]) -> [MonthWindow] {
        Set(lines.compactMap(\.serviceMonth)).sorted().map {
            $0 == window.month ? window : calendar.window(of: $0)
        }
    }
}

/// The line of a refused CDR.
private struct RejectedLine {
    let reject: StoredReject
    let rules: Rules
    let window: MonthWindow

    init(_ reject: StoredReject, rules: Rules, window: MonthWindow) {
        self.reject = reject
        self.rules = rules
        self.window = window
    }

    /// Nil when it certainly belongs to another month or to nobody of ours.
    var line: ReconciledLine? {
        if let end = reject.endsAt, !window.contains(end) { return nil }
        let (side, counterparty, ownNetwork, ownParty) = standing
        let pointer = reject.reject.pointer
        let place =
            pointer.isEmpty || reject.reject.text.hasPrefix(pointer) ? "" : " at \(pointer)"
        return ReconciledLine(
            disposition: .rejected, side: side, hub: reject.hub == "own" ? nil : reject.hub,
            counterparty: counterparty, ownNetwork: ownNetwork, sessionID: nil,
            cdrID: reject.objectID, sessionObject: nil, cdrObject: reject.object, matchedBy: nil,
            currency: nil, ours: nil, theirs: nil, difference: nil, agreed: .zero,
            agreedBeforeTax: .zero, disputed: .zero, locationID: nil, evseID: nil, start: nil,
            end: reject.endsAt, energy: nil,
            reason: "Refused at intake, \(reject.reject.code)\(place): \(reject.reject.text)"
                + " (\(reject.source), line \(reject.line))", ownParty: ownParty,
            serviceMonth: reject.endsAt == nil ? nil : window.month)
    }

    private var standing: (Side, PartyID?, Bool, PartyID?) {
        let hub = rules.hub(named: reject.hub)
        let ours = hub?.ours ?? rules.ours
        let cpo = reject.party.flatMap { PartyID($0) }
        let eMSP = reject.eMSP.flatMap { PartyID($0) }
        if let cpo, let eMSP {
            switch Standing(cpo: cpo, eMSP: eMSP, ours: ours) {
            case .roaming(let side, let counterparty, let own):
                return (side, counterparty, false, own)
            case .ownNetwork(let eMSP, let own): return (.cpo, eMSP, true, own)
            case .foreign: return (.emsp, cpo, false, nil)
            }
        }
        // One party is enough when it is theirs; ours alone tells the side only.
        if let cpo {
            return ours.contains(cpo)
                ? (.cpo, hub?.counterparty, false, cpo) : (.emsp, cpo, false, nil)
        }
        return (reject.hub == "own" ? .cpo : .emsp, hub?.counterparty, false, nil)
    }
}
