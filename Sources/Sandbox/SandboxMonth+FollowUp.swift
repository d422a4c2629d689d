import Roaming

/// What follows a CDR: further copies, a second CDR, a credit; and another driver's CDR beside it.
extension SandboxMonth {
    mutating func repeatCDR(
        _ plight: Plight, _ first: Filed, in story: inout Story, _ chance: inout Chance
    ) {
        let repeats = plight.repeats
        guard let held = first.held, let hub = first.hub, !repeats.isEmpty else { return }
        if repeats.contains(.replay) { appendLater(lastHeld, to: Folder(hub, .cdrs)) }
        if repeats.contains(.respelled) {
            var same = held
            same.remark = "sent again"
            story.filed.append(keep(.again(sameFacts: true), same, at: hub))
        }
        let later = followUp(plight, first, after: 1_200, &chance)
        if repeats.contains(.conflict) {
            let other = held.corrected(by: 10, lastUpdated: later)
            story.filed.append(keep(.again(sameFacts: false), other, at: hub))
        }
        overHubs(repeats, held, later, in: &story)
        guard !repeats.isDisjoint(with: .seconds) else { return }
        var second = first.stands
        second.id += "-2"
        second.lastUpdated = later
        if repeats.contains(.secondUnnamed) { (second.sessionID, second.reference) = (nil, nil) }
        let copies: Plight.Copies = repeats.contains(.secondAtHub) ? .onlyAtHub : .hubs
        story.filed.append(file(.second, second, second, copies))
    }

    private mutating func overHubs(
        _ repeats: Plight.Repeats, _ held: CDRDraft, _ later: Int, in story: inout Story
    ) {
        // The second hub publishes none of this CPO's tariffs.
        var copy = held
        copy.embedsTariff = true
        if repeats.contains(.crossHub) {
            story.filed.append(keep(.otherHub, copy, at: .hubject))
        }
        if repeats.contains(.crossHubOther) {
            let other = copy.corrected(by: 5, lastUpdated: later)
            story.filed.append(keep(.otherHub, other, at: .hubject))
        }
        if repeats.contains(.conflictThere) {
            let other = copy.corrected(by: 15, lastUpdated: later + 600)
            story.filed.append(keep(.again(sameFacts: false), other, at: .hubject))
        }
    }

    /// A CDR that a hub alone has.
    private mutating func keep(_ role: Filed.Role, _ cdr: CDRDraft, at hub: Hub) -> Filed {
        hold(cdr, at: hub)
        return Filed(role: role, stands: cdr, held: cdr, hub: hub)
    }

    mutating func takeBack(
        _ plight: Plight, in story: inout Story, _ chance: inout Chance
    ) {
        let original = story.filed.first(where: \.isSecond) ?? story.filed.first(where: \.isFirst)
        guard plight.credit != .none, let original else { return }
        let when = followUp(plight, original, after: 2_700, &chance)
        let issued = original.stands.credit(plight.credit, lastUpdated: when)
        let held = (original.held ?? original.stands).credit(plight.credit, lastUpdated: when)
        story.filed.append(
            file(.credit(plight.credit, of: original.stands.id), issued, held))
        guard plight.credit == .reissued else { return }
        var again = (original.stands, original.held ?? original.stands)
        again.0.id += "-R"
        again.1.id += "-R"
        again.0.lastUpdated = when + 60
        again.1.lastUpdated = when + 60
        story.filed.append(file(.reissue, again.0, again.1))
    }

    /// When what follows a CDR was last updated: soon after it, or after the grace of its month.
    private func followUp(
        _ plight: Plight, _ first: Filed, after seconds: Int, _ chance: inout Chance
    ) -> Int {
        let soon = first.stands.lastUpdated + seconds
        guard plight.followUp == .nextMonth else { return soon }
        let service = Timetable.window(Timetable.month(of: first.stands.stay.end))
        return max(soon, Int(service.graceEnd.seconds) + chance.pick(0...9 * 86_400) + seconds)
    }

    /// The next driver of the same eMSP plugs in while the first one is still there.
    mutating func overlap(_ first: Filed, _ stay: Stay, in story: inout Story) {
        var other = stay
        other.driver = Driver(of: stay.driver.party, number: stay.driver.number + 1)
        other.sessionID += "-V"
        other.cdrID += "-V"
        other.reference += "V"
        other.start += stay.charging * 2 / 5
        other.charging = max(600, stay.charging / 2)
        other.parking = 0
        other.energy = stay.charger.kind.power * other.charging / 3_600 * 60 / 100
        if stay.signed != nil { other.sign() }
        let drift = first.stands.stay.start - stay.start
        keepClearOfPriceChanges(&other, drifts: [0, drift])
        var told = other
        told.start += drift
        var cdr = honestCDR(of: other, told: told)
        cdr.lastUpdated = max(first.stands.lastUpdated, told.end) + 300
        if first.stands.sessionID == nil { cdr.sessionID = nil }
        cdr.reference = first.stands.reference == nil ? nil : other.reference
        if first.stands.tokenUID != nil { cdr.tokenUID = "VT-\(other.cdrID)" }
        let session = writeSession(other, like: cdr)
        story.filed.append(file(.overlapping(session), cdr, cdr))
    }
}

extension CDRDraft {
    /// The same CDR with a claim that is so many percent (and a hundredth) higher.
    fileprivate func corrected(by percent: Int, lastUpdated: Int) -> CDRDraft {
        var other = self
        other.claim = claim.raised(by: claim.before * percent / 100 + 1, vat: stay.plan.vat)
        other.remark = "corrected"
        other.lastUpdated = lastUpdated
        return other
    }
}
