import Roaming

/// A stay and what will (or will not) befall it.
struct Fate {
    var stay: Stay
    var mishap: Mishap
    /// How many of its kind came before it.
    var occurrence: Int
    /// Nil for a mishap with a story of its own.
    var plight: Plight?

    /// For the list of what was injected.
    var words: String {
        guard mishap == .combined, let plight else { return mishap.rawValue }
        return "\(mishap.rawValue): \(plight.words)"
    }
}

extension SandboxMonth {
    /// Draws a stay that suits its mishap.
    mutating func fate(
        _ number: Int, side: StaySide, sideNumber: Int, _ mishap: Mishap, _ occurrence: Int
    ) -> Fate {
        let partner = side == .own ? nil : partner(sideNumber, side, mishap)
        var plight = mishap.plight(on: side, occurrence)
        if mishap == .combined {
            var draw = Chance(seed: order.seed, .draw, number)
            plight = .drawn(&draw, for: side, partner.map { network.partners[$0] })
        }
        let isAtEdge = mishap == .acrossStart || mishap == .acrossEnd
        let isEarlier = mishap == .previousMonth || plight?.month == .previous
        var place = place(side, partner, isEarlier ? .previous : .current)
        // Each EVSE has room for one stay across each edge of the month.
        if isAtEdge { place.charger = occurrence }
        var chance = Chance(seed: order.seed, .stay, number)
        var stay = blank(number, side, partner, place, &chance)
        draw(&stay, isAtEdge: isAtEdge, isLong: mishap == .skimmed, &chance)
        shift(&stay, for: mishap)
        let drift = partner.map { network.partners[$0].habits(on: side).clockAhead } ?? 0
        keepClearOfPriceChanges(&stay, drifts: [0, drift, drift + (plight?.clockAhead ?? 0)])
        if let partner, network.partners[partner].habits(on: side).signs { stay.sign() }
        return Fate(stay: stay, mishap: mishap, occurrence: occurrence, plight: plight)
    }

    /// A stay without times and energy.
    private func blank(
        _ number: Int, _ side: StaySide, _ partner: Int?, _ place: (charger: Int, slotStart: Int),
        _ chance: inout Chance
    ) -> Stay {
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
        return Stay(
            side: side, partner: partner, charger: charger, driver: driver,
            plan: plan(charger, partner: partner, side: side), start: place.slotStart,
            charging: 0, parking: 0, energy: 0, sessionID: "\(name)-S-\(digits)",
            cdrID: "\(name)-CDR-\(digits)",
            reference: "AUTH-\(digits)-\(chance.pick(1000...9999))")
    }

    /// The next free slot of an EVSE in the month.
    private mutating func place(
        _ side: StaySide, _ partner: Int?, _ month: Plight.StayMonth
    ) -> (charger: Int, slotStart: Int) {
        let chargers = side == .emsp ? schedule.partnerChargers : schedule.ownChargers
        let row = side == .emsp ? partner ?? 0 : network.partners.count
        switch month {
        case .current:
            placed[row] += 1
            return schedule.place(of: placed[row] - 1, chargers: chargers)
        case .previous:
            placedEarlier[row] += 1
            return earlier.place(of: placedEarlier[row] - 1, chargers: chargers)
        }
    }

    /// All partners in turn, in another order each round; one that cannot show the mishap passes.
    private func partner(_ sideNumber: Int, _ side: StaySide, _ mishap: Mishap) -> Int {
        let count = network.partners.count
        var chance = Chance(seed: order.seed, .partners, sideNumber / count)
        // Strides without a common divisor with 15, so that each round meets every partner once.
        let strides = [1, 2, 4, 7, 8, 11, 13, 14]
        let (first, stride) = (chance.pick(0...count - 1), strides[chance.pick(0...7)])
        var index = (first + sideNumber % count * stride) % count
        for _ in 0..<count where !mishap.occurs(on: side, network.partners[index]) {
            index = (index + 1) % count
        }
        return index
    }

    private func plan(_ charger: Charger, partner: Int?, side: StaySide) -> TariffPlan {
        guard let partner else { return network.ownPlans[charger.kind.rawValue] }
        if side == .emsp { return network.partners[partner].plans[charger.kind.rawValue] }
        return network.partners[partner].hub.isOld
            ? network.bilateralPlan : network.ownPlans[charger.kind.rawValue]
    }

    /// - Parameter isLong: as long and with as much energy as the charger lets.
    private func draw(
        _ stay: inout Stay, isAtEdge: Bool, isLong: Bool, _ chance: inout Chance
    ) {
        func seconds(_ range: ClosedRange<Int>) -> Int {
            let drawn = chance.pick(range)
            return isLong ? range.upperBound : drawn
        }
        let kind = stay.charger.kind
        switch kind {
        case .ac7: stay.charging = seconds(2_400...16_200)
        case .ac22: stay.charging = seconds(2_400...12_600)
        case .dc30: stay.charging = seconds(900...3_900)
        case .dc60: stay.charging = seconds(720...3_000)
        case .dc120: stay.charging = seconds(600...2_100)
        }
        if isAtEdge { stay.charging = min(stay.charging, 6_000) }
        let parks = chance.happens(percent: 35)
        let parking = chance.pick(90...2_700)
        stay.parking = parks && !isAtEdge ? parking : 0
        // Even a twelfth more is no more than the connector can give.
        let percent = chance.pick(55...85)
        stay.energy = kind.power * stay.charging / 3_600 * (isLong ? 85 : percent) / 100
        let room = Schedule.slotSeconds - Schedule.slack - stay.charging - stay.parking
        stay.start += chance.pick(0...room - 300)
    }

    private func shift(_ stay: inout Stay, for mishap: Mishap) {
        switch mishap {
        case .nextMonth: stay.start += Int(window.cutOff.seconds - window.start.seconds)
        case .acrossStart: stay.start = Int(window.start.seconds) - stay.charging / 2
        case .acrossEnd: stay.start = Int(window.cutOff.seconds) - stay.charging / 2
        default: break
        }
    }

    /// A period of a few seconds has no measurable energy; real meters avoid it by their clock, the
    /// sandbox by starting a minute later. The slot has room for it.
    /// - Parameter drifts: seconds by which records of the stay may be off.
    func keepClearOfPriceChanges(_ stay: inout Stay, drifts: [Int]) {
        for _ in 0..<6 {
            if drifts.allSatisfy({ stay.isClearOfPriceChanges(drift: $0) }) { return }
            stay.start += 61
        }
    }
}

extension Stay {
    /// - Parameter drift: seconds by which its record is off.
    func isClearOfPriceChanges(drift: Int) -> Bool {
        segments(
            start: start + drift, charging: charging, parking: parking, energy: energy, plan: plan
        ).allSatisfy { $0.seconds >= 30 }
    }
}
