import Amounts
import Roaming

/// Writing the records of one stay, and booking the lines they must come to.
extension SandboxMonth {
    /// The hub of the stay's partner.
    func hub(of stay: Stay) -> Hub? { stay.partner.map { network.partners[$0].hub } }

    func honestCDR(of stay: Stay) -> CDRDraft {
        var chance = Chance(seed: order.seed, .writing, -stay.start ^ stay.charger.number)
        let embeds =
            stay.side == .emsp
            ? stay.partner.map { network.partners[$0].embedsTariffs } ?? true : true
        var cdr = CDRDraft(
            of: stay, embedsTariff: embeds, lastUpdated: stay.end + chance.pick(60...540))
        if chance.happens(percent: 40) { cdr.reference = nil }
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

    /// As is usual: the CPO's own list and its hub, or the hub alone when the CPO is another.
    mutating func deliver(_ cdr: CDRDraft) {
        if cdr.stay.side != .emsp { issue(cdr) }
        if let hub = hub(of: cdr.stay) { hold(cdr, at: hub) }
    }

    private mutating func write(_ cdr: CDRDraft, old: Bool) {
        var chance = Chance(seed: order.seed, .writing, written)
        written += 1
        writer.clear()
        let tariff = tariffJSON(cdr.stay.plan, old: old)
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

/// How much of a claim a line lets through (contract: claim = agreed + disputed).
enum Share {
    case all, nothing, postponed
    /// Hundredths
    case part(Int)
}

extension SandboxMonth {
    /// Books the line of a CDR, with or without its session.
    /// - Parameters:
    ///   - claim: on the CPO side what we issued; `held` then is what the hub holds
    ///   - unrated: the tariff is unknown or of another currency: we have no figure
    mutating func expect(
        _ disposition: Disposition, _ cdr: CDRDraft, session: Stay?, _ share: Share,
        held: CDRDraft? = nil, at hub: Hub? = nil, unrated: Bool = false
    ) {
        let claim = cdr.claim.payable
        let (agreed, disputed): (Int, Int) =
            switch share {
            case .all: (claim, 0)
            case .nothing: (0, claim)
            case .postponed: (0, 0)
            case .part(let part): (part, claim - part)
            }
        let line = Truth.Line(
            hub: (hub ?? self.hub(of: cdr.stay))?.name ?? "own",
            counterparty: counterparty(of: cdr.stay), side: cdr.stay.side.wireName,
            disposition: disposition, sessionID: session?.sessionID, cdrID: cdr.id,
            ours: unrated ? nil : ExactDecimal(hundredths: cdr.rated),
            theirs: ExactDecimal(hundredths: (held ?? cdr).claim.payable),
            currency: cdr.currency, agreed: ExactDecimal(hundredths: agreed),
            disputed: ExactDecimal(hundredths: disputed))
        book(line, side: cdr.stay.side, agreed: agreed, disputed: disputed)
    }

    /// Books the line of a session that stands alone.
    mutating func expect(_ disposition: Disposition, alone session: SessionDraft) {
        let stay = session.stay
        let line = Truth.Line(
            hub: hub(of: stay)?.name ?? "own", counterparty: counterparty(of: stay),
            side: stay.side.wireName, disposition: disposition, sessionID: stay.sessionID,
            cdrID: nil, ours: session.cost.map { ExactDecimal(hundredths: $0.payable) },
            theirs: nil, currency: stay.plan.currency, agreed: .init(hundredths: 0),
            disputed: .init(hundredths: 0))
        book(line, side: stay.side, agreed: 0, disputed: 0)
    }

    /// Books the line of a CDR that intake refuses: only its ids are known.
    mutating func expectRejected(_ cdr: CDRDraft, _ defect: CDRDraft.Defect) {
        rejects[defect.rawValue, default: 0] += 1
        let line = Truth.Line(
            hub: hub(of: cdr.stay)?.name ?? "own", counterparty: counterparty(of: cdr.stay),
            side: cdr.stay.side.wireName, disposition: .rejected, sessionID: nil, cdrID: cdr.id,
            ours: nil, theirs: nil, currency: cdr.currency, agreed: .init(hundredths: 0),
            disputed: .init(hundredths: 0))
        book(line, side: cdr.stay.side, agreed: 0, disputed: 0)
    }

    private func counterparty(of stay: Stay) -> String {
        (stay.partner.map { network.partners[$0].party } ?? .ourEMSP).text
    }
}
