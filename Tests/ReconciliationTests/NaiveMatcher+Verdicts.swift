import Amounts
import Reconciliation
import Roaming

extension NaiveMatcher {
    func verdicts() throws -> [String] {
        var texts: [String] = []
        func listed(_ name: String, _ cdr: CDRFacts) -> String {
            let hub = cdr.hub == "own" ? "hubject" : cdr.hub
            return isLate(cdr)
                ? text("OUT_OF_PERIOD", nil, nil, hub, id: cdr.id) : text(name, nil, cdr, hub)
        }
        for (cdr, hub) in lateCredits {
            texts.append(text("OUT_OF_PERIOD", nil, nil, hub, id: cdr.id))
        }
        for cdr in (shard.issued + shard.held) where cdr.version > 1 {
            texts.append(listed("DUPLICATE_SAME_ID", cdr))
        }
        for item in items {
            for copy in item.copies {
                texts.append(listed("DUPLICATE_CROSS_HUB", copy))
            }
            texts.append(try verdict(item))
        }
        for (index, session) in sessions.enumerated()
        where !items.contains(where: { $0.session == index }) {
            let name = tiedSessions.contains(index) ? "AMBIGUOUS" : "MISSING_CDR"
            texts.append("\(name) \(session.id) - hubject 0 0")
        }
        return texts.sorted()
    }

    private func verdict(_ item: Item) throws -> String {
        let session = item.session.map { sessions[$0] }
        let hub = item.held?.hub ?? "hubject"
        let cdr = item.cdr
        // A credit takes nothing back before the original is settled.
        let original = items.first { !$0.cdr.credit && $0.cdr.id == cdr.creditReferenceID }
        let follows = ["credits", "partly credits"].contains(item.outcome)
        let veryLate =
            cdr.lastUpdated >= rules.window.graceEnd
            || follows && (original?.cdr.lastUpdated ?? cdr.end) >= rules.window.graceEnd
        func all(_ name: String) -> String {
            text(name, session, cdr, hub, agreed: cdr.claimed.payable)
        }
        func held(_ name: String) -> String { text(name, session, cdr, hub) }
        if veryLate { return text("OUT_OF_PERIOD", session, nil, hub, id: cdr.id) }
        switch item.outcome {
        case "credited", "credits": return all("CREDITED")
        case "partly credited", "partly credits": return held("CREDIT_NOT_FULL")
        case "orphan": return held("CREDIT_ORPHAN")
        case "suspect" where cdr.credit: return held("DUPLICATE_SUSPECT")
        default: break
        }
        if item.outcome == "review" || item.outcome.hasPrefix("tied") { return held("AMBIGUOUS") }
        if item.outcome == "suspect" { return held("DUPLICATE_SUSPECT") }
        guard let session else { return held("MISSING_SESSION") }
        if shard.side == .cpo, shard.heldIsComplete, item.held == nil { return held("MISSING_CDR") }
        let copies = [cdr, item.held ?? cdr]
        if copies.contains(where: {
            $0.currency != session.currency || $0.currency != copies[0].currency
        })
            || "\(cdr.currency)" == "EUR" && cdr.isPriced
        {
            return held("CURRENCY_MISMATCH")
        }
        guard cdr.isPriced else { return held("TARIFF_UNKNOWN") }
        return try compared(session, copies, hub)
    }

    private func compared(
        _ session: SessionFacts, _ copies: [CDRFacts], _ hub: String
    ) throws -> String {
        let cdr = copies[0]
        let late = cdr.lastUpdated >= rules.window.cutOff
        func all(_ name: String) -> String {
            text(name, session, cdr, hub, agreed: cdr.claimed.payable)
        }
        func held(_ name: String) -> String { text(name, session, cdr, hub) }
        let energy = try copies.map { try percentApart($0.energy, session.energy, "0.001", "0.1") }
        if energy.contains(2) { return held("ENERGY_MISMATCH") }
        let time = copies.map { copy in
            let apart = abs(
                (copy.end.milliseconds - copy.start.milliseconds)
                    - (session.end.milliseconds - session.start.milliseconds))
            if place(copy).gap(NaivePlace(session)) > 120_000 { return 2 }
            return apart == 0 ? 0 : apart <= 60_000 ? 1 : 2
        }
        if time.contains(2) { return held("TIME_MISMATCH") }
        // Every rating in these months is 100.00 before and 118.00 after tax. Totals after tax
        // are compared only where both copies state one.
        let ours = try ReconciliationTests.price("100.00", "118.00")
        let taxed = copies.allSatisfy { $0.claimed.afterTax != nil }
        func compared(_ price: Price) -> ExactDecimal {
            (taxed ? price.afterTax : price.beforeTax) ?? .zero
        }
        // Positive throughout: the nearest paisa is what is left of half a paisa more.
        func paise(_ price: Price) throws -> Int128 {
            (try compared(price).coefficient(at: 3) + 5) / 10
        }
        func apart(_ a: Price, _ b: Price) throws -> Int {
            guard try paise(a) != paise(b) else { return 0 }
            return try percentApart(compared(a), compared(b), "1.00", "0.5")
        }
        let prices = [copies[0].claimed, copies[1].claimed, ours]
        let price = try [
            apart(prices[0], ours), apart(prices[1], ours), apart(prices[1], prices[0]),
        ]
        if price.contains(2) {
            let lowest = prices.map(compared).min()
            let chosen = prices.first { compared($0) == lowest } ?? ours
            let amount = cdr.claimed.afterTax == nil ? chosen.beforeTax : chosen.payable
            let claim = cdr.claimed.payable ?? .zero
            return text("PRICE_MISMATCH", session, cdr, hub, agreed: min(claim, amount ?? claim))
        }
        if late { return all("LATE_CDR") }
        return all(
            (energy + time + price).contains(1) ? "MATCHED_WITHIN_TOLERANCE" : "MATCHED")
    }

    /// 0 equal, 1 tolerated, 2 too far apart.
    private func percentApart(
        _ a: ExactDecimal, _ b: ExactDecimal, _ bound: String, _ percent: String
    ) throws -> Int {
        let apart = try (a - b).magnitude()
        if apart.isZero { return 0 }
        let hundredth = ExactDecimal(coefficient: 1, scale: 2)
        let share = try decimal(percent) * b * hundredth
        return apart <= (try decimal(bound)) || apart <= share ? 1 : 2
    }

    private func text(
        _ name: String, _ session: SessionFacts?, _ cdr: CDRFacts?, _ hub: String,
        agreed: ExactDecimal? = nil, id: String? = nil
    ) -> String {
        let claim = cdr?.claimed.payable ?? .zero
        // Cut off after the second decimal, as the month rounds to two.
        let thousandths = (try? agreed?.coefficient(at: 3)) ?? 0
        let settled = ExactDecimal(coefficient: thousandths / 10, scale: 2)
        let rest = (try? claim - settled) ?? .zero
        return "\(name) \(session?.id ?? "-") \(cdr?.id ?? id ?? "-") \(hub) "
            + "\(settled.trimmed()) \(rest.trimmed())"
    }
}

extension CDRFacts {
    var isPriced: Bool {
        if case .priced = rated { true } else { false }
    }
}
