import Amounts
import Roaming

/// Writing the records of one stay, and booking the lines they must come to.
extension SandboxMonth {
    /// The hub of the stay's partner.
    func hub(of stay: Stay) -> Hub? { stay.partner.map { network.partners[$0].hub } }

    /// How the CDR of a stay is written, whatever it says was charged.
    struct Manner {
        var embedsTariff: Bool
        /// Seconds after the end.
        var delay: Int
        var hasReference: Bool
    }

    func manner(of stay: Stay) -> Manner {
        var chance = Chance(seed: order.seed, .writing, -stay.start ^ stay.charger.number)
        let embeds =
            stay.side == .emsp
            ? stay.partner.map { network.partners[$0].embedsTariffs } ?? true : true
        return Manner(
            embedsTariff: embeds, delay: chance.pick(60...540),
            hasReference: !chance.happens(percent: 40))
    }

    /// The CDR that an honest CPO with these habits writes.
    /// - Parameter told: the stay as the CPO measured it by its own clock; the stay itself when nil.
    func honestCDR(
        of stay: Stay, told: Stay? = nil, _ habits: Partner.Habits = Partner.Habits()
    ) -> CDRDraft {
        let manner = manner(of: stay)
        var cdr = CDRDraft(
            of: told ?? stay, embedsTariff: manner.embedsTariff,
            lastUpdated: stay.end + manner.delay)
        if !manner.hasReference { cdr.reference = nil }
        switch habits.references {
        case .sessionID: break
        case .authorization: (cdr.sessionID, cdr.reference) = (nil, stay.reference)
        case .place: (cdr.sessionID, cdr.reference) = (nil, nil)
        case .contract, .meter:
            (cdr.sessionID, cdr.reference) = (nil, nil)
            cdr.tokenUID = "VT-\(stay.cdrID)"
        }
        return cdr
    }

    /// Our own record of a stay. One in five names no cost.
    @discardableResult
    mutating func writeSession(
        _ stay: Stay, like cdr: CDRDraft, completed: Bool = true
    ) -> SessionDraft {
        var chance = Chance(seed: order.seed, .writing, written)
        written += 1
        let parts = segments(
            start: stay.start, charging: stay.charging, parking: stay.parking,
            energy: stay.energy, plan: stay.plan)
        let total = quote(parts, by: stay.plan).total
        let cost = Claim(before: total.before, after: stay.plan.vat == nil ? nil : total.after)
        let draft = SessionDraft(
            stay: stay, reference: cdr.reference, cost: chance.happens(percent: 80) ? cost : nil,
            completed: completed)
        writer.clear()
        writer.session221(draft, Spelling(&chance))
        append(writer.bytes, to: Folder(nil, .sessions))
        if stay.side == .emsp, completed, let hub = hub(of: stay), hub.sendsSessions {
            writer.clear()
            if hub.isOld {
                writer.session211(draft, Spelling(&chance, old: true))
            } else {
                writer.session221(draft, Spelling(&chance))
            }
            append(writer.bytes, to: Folder(hub, .sessions))
        }
        return draft
    }

    /// A CDR in our own list of those we issued.
    @discardableResult
    mutating func issue(_ cdr: CDRDraft) -> [UInt8] {
        write(cdr, old: false)
        append(writer.bytes, to: Folder(nil, .cdrs))
        return writer.bytes
    }

    /// A CDR at a hub: theirs about our driver, or ours about their driver.
    @discardableResult
    mutating func hold(_ cdr: CDRDraft, at hub: Hub) -> [UInt8] {
        write(cdr, old: hub.isOld)
        append(writer.bytes, to: Folder(hub, .cdrs))
        return writer.bytes
    }

    private mutating func write(_ cdr: CDRDraft, old: Bool) {
        var chance = Chance(seed: order.seed, .writing, written)
        written += 1
        let tariff =
            cdr.embedded.map {
                tariffJSON(embedded: $0, of: cdr.stay.charger.operatorParty, old: old)
            } ?? tariffJSON(cdr.stay.plan, old: old)
        writer.clear()
        var spelling = Spelling(&chance, old: old)
        // A broken CDR is plain in all else, so that its ids stay readable as they are.
        if cdr.defect != nil { spelling = .plain }
        if old {
            writer.cdr211(cdr, tariff: tariff, spelling)
        } else {
            writer.cdr221(cdr, tariff: tariff, spelling)
        }
    }
}

extension SandboxMonth {
    /// The line of an entry, with its amounts for the sums.
    func booked(_ entry: Judge.Entry, of stay: Stay) -> TruthBook.Booked {
        let cdr = entry.filed?.stands
        let held = entry.filed.map { $0.held ?? $0.stands }
        let ours = cdr == nil ? entry.session?.cost?.payable : cdr?.rated
        let theirs = held?.claim.payable
        let hub = entry.filed?.hub ?? hub(of: stay)
        let line = Truth.Line(
            hub: hub?.name ?? "own", counterparty: counterparty(of: stay),
            side: stay.side.wireName, disposition: entry.disposition,
            sessionID: entry.session?.stay.sessionID, cdrID: cdr?.id,
            ours: ours.map { ExactDecimal(hundredths: $0) },
            theirs: theirs.map { ExactDecimal(hundredths: $0) },
            currency: cdr?.currency ?? stay.plan.currency,
            agreed: ExactDecimal(hundredths: entry.agreed),
            disputed: ExactDecimal(hundredths: entry.disputed),
            serviceMonth: entry.serviceMonth, matchedBy: entry.matchedBy, causes: entry.causes)
        return TruthBook.Booked(
            line: line, side: stay.side, agreed: entry.agreed, disputed: entry.disputed,
            ours: ours, theirs: theirs)
    }

    /// Books the line of a CDR that intake refuses: only its ids are known.
    mutating func bookRejected(_ cdr: CDRDraft, _ defect: CDRDraft.Defect) {
        rejects[defect.rawValue, default: 0] += 1
        let line = Truth.Line(
            hub: hub(of: cdr.stay)?.name ?? "own", counterparty: counterparty(of: cdr.stay),
            side: cdr.stay.side.wireName, disposition: .rejected, sessionID: nil, cdrID: cdr.id,
            ours: nil, theirs: nil, currency: cdr.currency, agreed: .init(hundredths: 0),
            disputed: .init(hundredths: 0), serviceMonth: order.month, matchedBy: nil, causes: [])
        let booked = TruthBook.Booked(
            line: line, side: cdr.stay.side, agreed: 0, disputed: 0, ours: nil, theirs: nil)
        if let line = book.add(booked) { list(line) }
    }

    private func counterparty(of stay: Stay) -> String {
        (stay.partner.map { network.partners[$0].party } ?? .ourEMSP).text
    }
}
