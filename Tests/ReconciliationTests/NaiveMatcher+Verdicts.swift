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
            let first = (shard.issued + shard.held).first {
                ($0.hub, $0.id, $0.version) == (cdr.hub, cdr.id, 1)
            }
            texts.append(listed(isSame(cdr, first) ? "DUPLICATE_SAME_ID" : "CONFLICT", cdr))
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
        case "credits" where cdr.energy < .zero: return all("CREDIT_AMBIGUOUS_SIGN")
        case "credited", "credits": return all("CREDITED")
        case "partly credited", "partly credits":
            // The credit that counts is the first of them.
            let other =
                cdr.credit
                ? original?.cdr
                : items.first { $0.cdr.creditReferenceID == cdr.id && $0.cdr.credit }?.cdr
            return held(isChargedAgain(cdr, other) ? "CREDIT_AMBIGUOUS_SIGN" : "CREDIT_NOT_FULL")
        case "orphan": return held("CREDIT_ORPHAN")
        case "suspect" where cdr.credit: return held("DUPLICATE_SUSPECT")
        default: break
        }
        if item.outcome == "review" || item.outcome.hasPrefix("tied") { return held("AMBIGUOUS") }
        if item.outcome == "suspect" { return held("DUPLICATE_SUSPECT") }
        if let wrong = wrongInItself(item, session) { return held(wrong) }
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
        func all(_ name: String) -> String {
            text(name, session, cdr, hub, agreed: cdr.claimed.payable)
        }
        func held(_ name: String) -> String { text(name, session, cdr, hub) }
        let energy = try copies.map { try percentApart($0.energy, session.energy, "0.001", "0.1") }
        if energy.contains(2) { return held("ENERGY_MISMATCH") }
        let time = copies.map { timeApart($0, session) }
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
        let beforeTax = try [0, 1, 2].map { place in
            guard taxed, let before = prices[place].beforeTax, let other = ours.beforeTax,
                let first = prices[0].beforeTax
            else { return 2 }
            return try max(
                percentApart(before, other, "1.00", "0.5"),
                percentApart(before, first, "1.00", "0.5"))
        }
        let isTaxOnly = price.contains(2) && !beforeTax.contains(2)
        let own = cdr.byOwnTariff ?? copies[1].byOwnTariff
        let isOwnTariff =
            try !isTaxOnly
            && own.map { own in
                try prices[0...1].allSatisfy { try apart($0, ours) < 2 || apart($0, own) < 2 }
            } ?? false
        if price.contains(2) || isOwnTariff {
            let name =
                isOwnTariff
                ? "TARIFF_VERSION_CONFLICT" : isTaxOnly ? "TAX_MISMATCH" : "PRICE_MISMATCH"
            let lowest = prices.map(compared).min()
            let chosen = prices.first { compared($0) == lowest } ?? ours
            let amount = cdr.claimed.afterTax == nil ? chosen.beforeTax : chosen.payable
            let claim = cdr.claimed.payable ?? .zero
            return text(name, session, cdr, hub, agreed: min(claim, amount ?? claim))
        }
        if cdr.lastUpdated >= rules.window.cutOff { return all("LATE_CDR") }
        return all(
            (energy + time + price).contains(1) ? "MATCHED_WITHIN_TOLERANCE" : "MATCHED")
    }

    /// 0 equal, 1 tolerated, 2 too far apart.
    private func timeApart(_ copy: CDRFacts, _ session: SessionFacts) -> Int {
        let apart = abs(
            (copy.end.milliseconds - copy.start.milliseconds)
                - (session.end.milliseconds - session.start.milliseconds))
        if place(copy).gap(NaivePlace(session)) > 120_000 { return 2 }
        return apart == 0 ? 0 : apart <= 60_000 ? 1 : 2
    }

    /// What rules before anything is compared.
    private func wrongInItself(_ item: Item, _ session: SessionFacts?) -> String? {
        let cdr = item.cdr
        let before = items.contains { other in
            let standsAlone =
                ["alone", "paired", "review"].contains(other.outcome)
                || other.outcome.hasPrefix("tied")
            let sameEVSE =
                other.cdr.evseUID != nil && other.cdr.evseUID == cdr.evseUID
                || other.cdr.evseID != nil && other.cdr.evseID == cdr.evseID
            let shared =
                min(other.cdr.end, cdr.end).milliseconds
                - max(other.cdr.start, cdr.start).milliseconds
            return standsAlone && !other.cdr.credit && sameEVSE && shared > 120_000
                && (other.cdr.lastUpdated, other.cdr.id) < (cdr.lastUpdated, cdr.id)
        }
        if before { return "OVERLAPPING_SESSIONS" }
        let forms = [cdr, item.held ?? cdr]
        if forms.contains(where: { !$0.plausibility.isEmpty }) { return "IMPLAUSIBLE" }
        switch cdr.signature ?? item.held?.signature {
        case .invalid: return "SIGNATURE_INVALID"
        case .valueMismatch: return "SIGNATURE_VALUE_MISMATCH"
        default: break
        }
        guard shard.side == .emsp, shard.tokens != nil else { return nil }
        if cdr.tokenUID == "TOKEN1" || cdr.contractID == "INMGEC1" { return nil }
        return cdr.tokenUID == "TOKEN2" ? "CONTRACT_EXPIRED" : "TOKEN_UNKNOWN"
    }

    private func isSame(_ cdr: CDRFacts, _ first: CDRFacts?) -> Bool {
        var like = first
        like?.object = cdr.object
        like?.version = cdr.version
        return like == cdr
    }

    private func isChargedAgain(_ a: CDRFacts, _ b: CDRFacts?) -> Bool {
        guard let b, let amount = a.claimed.payable, a.currency == b.currency else { return false }
        return amount > .zero && a.claimed == b.claimed
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

extension CDRFields {
    var isPriced: Bool {
        if case .priced = rated { true } else { false }
    }
}
