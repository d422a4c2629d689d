import Roaming

extension SandboxMonth {
    /// Draws the stay that a mishap will (or will not) befall.
    mutating func stay(
        _ number: Int, side: StaySide, sideNumber: Int, mishap: Mishap, occurrence: Int
    ) -> Stay {
        var chance = Chance(seed: order.seed, .stay, number)
        let partner = side == .own ? nil : partner(sideNumber, mishap)
        var place = place(side, partner)
        // Each EVSE has room for one stay across each edge of the month.
        if mishap == .acrossStart || mishap == .acrossEnd { place.charger = occurrence }
        let charger: Charger
        if side == .emsp, let partner {
            charger = network.charger(place.charger, of: network.partners[partner])
        } else {
            charger = network.ownCharger(place.charger)
        }
        let party = side == .cpo ? partner.map { network.partners[$0].party } : nil
        let drivers = side == .cpo ? schedule.partnerDrivers : schedule.ownDrivers
        let driver = Driver(of: party ?? .ourEMSP, number: chance.pick(0...drivers - 1))
        let digits = paddedText(number + 1, 8)
        let name = charger.operatorParty.id
        var stay = Stay(
            side: side, partner: partner, charger: charger, driver: driver,
            plan: plan(charger, partner: partner, side: side), start: place.slotStart,
            charging: 0, parking: 0, energy: 0, sessionID: "\(name)-S-\(digits)",
            cdrID: "\(name)-CDR-\(digits)",
            reference: "AUTH-\(digits)-\(chance.pick(1000...9999))")
        draw(&stay, isAtEdge: mishap == .acrossStart || mishap == .acrossEnd, &chance)
        shift(&stay, for: mishap)
        keepClearOfPriceChanges(&stay)
        return stay
    }

    private mutating func place(
        _ side: StaySide, _ partner: Int?
    ) -> (charger: Int, slotStart: Int) {
        if side == .emsp, let partner {
            partnerStays[partner] += 1
            return schedule.place(
                of: partnerStays[partner] - 1, chargers: schedule.partnerChargers)
        }
        ownStays += 1
        return schedule.place(of: ownStays - 1, chargers: schedule.ownChargers)
    }

    /// All partners in turn, in another order each round; one that cannot show the mishap passes.
    private func partner(_ sideNumber: Int, _ mishap: Mishap) -> Int {
        let count = network.partners.count
        var chance = Chance(seed: order.seed, .partners, sideNumber / count)
        // Strides without a common divisor with 15, so that each round meets every partner once.
        let strides = [1, 2, 4, 7, 8, 11, 13, 14]
        let (first, stride) = (chance.pick(0...count - 1), strides[chance.pick(0...7)])
        var index = (first + sideNumber % count * stride) % count
        while !mishap.occurs(at: network.partners[index].hub) { index = (index + 1) % count }
        return index
    }

    private func plan(_ charger: Charger, partner: Int?, side: StaySide) -> TariffPlan {
        guard let partner else { return network.ownPlans[charger.kind.rawValue] }
        if side == .emsp { return network.partners[partner].plans[charger.kind.rawValue] }
        return network.partners[partner].hub.isOld
            ? network.bilateralPlan : network.ownPlans[charger.kind.rawValue]
    }

    private func draw(_ stay: inout Stay, isAtEdge: Bool, _ chance: inout Chance) {
        let kind = stay.charger.kind
        switch kind {
        case .ac7: stay.charging = chance.pick(2_400...16_200)
        case .ac22: stay.charging = chance.pick(2_400...12_600)
        case .dc30: stay.charging = chance.pick(900...3_900)
        case .dc60: stay.charging = chance.pick(720...3_000)
        case .dc120: stay.charging = chance.pick(600...2_100)
        }
        if isAtEdge { stay.charging = min(stay.charging, 6_000) }
        let parks = chance.happens(percent: 35)
        let parking = chance.pick(90...2_700)
        stay.parking = parks && !isAtEdge ? parking : 0
        stay.energy = kind.power * stay.charging / 3_600 * chance.pick(55...95) / 100
        let room = Schedule.slotSeconds - Schedule.slack - stay.charging - stay.parking
        stay.start += chance.pick(0...room - 300)
    }

    private func shift(_ stay: inout Stay, for mishap: Mishap) {
        let month = Int(window.cutOff.seconds - window.start.seconds)
        switch mishap {
        case .previousMonth: stay.start -= month
        case .nextMonth: stay.start += month
        case .acrossStart: stay.start = Int(window.start.seconds) - stay.charging / 2
        case .acrossEnd: stay.start = Int(window.cutOff.seconds) - stay.charging / 2
        default: break
        }
    }

    /// A period of a few seconds has no measurable energy; real meters avoid it by their clock, the
    /// sandbox by starting a minute later. The slot has room for it.
    private func keepClearOfPriceChanges(_ stay: inout Stay) {
        for _ in 0..<4 {
            let parts = segments(
                start: stay.start, charging: stay.charging, parking: stay.parking,
                energy: stay.energy, plan: stay.plan)
            guard parts.contains(where: { $0.seconds < 30 }) else { return }
            stay.start += 61
        }
    }
}
