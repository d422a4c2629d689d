package import Roaming

/// Chargers of partners that work by themselves from a month's first moment on: one driver of ours after
/// the other plugs in, charges, parks and leaves, and the CPO makes of it what real ones make.
///
/// Nothing here knows a clock: what has happened by a moment follows from the seed, whoever asks how often.
package struct SimulatedChargers: Sendable {
    /// Something a hub got to know.
    package struct Event: Sendable, Hashable {
        package enum Kind: Int, Sendable, Hashable, CaseIterable {
            case location, token, session, cdr
        }

        package let at: Instant
        package let hub: String
        package let kind: Kind
        /// Of the object; a session comes first while it runs and again when it is over.
        package let id: String
        /// The object as OCPI 2.2.1 has it, or 2.1.1 where the hub speaks that.
        package let json: [UInt8]
        /// Of a session and its CDR: what was asked before the driver could charge.
        package let request: Request?
    }

    /// What a charger asks the driver's eMSP before it gives current (mod_tokens, Real-time
    /// authorization).
    package struct Request: Sendable, Hashable {
        /// What session and CDR name until the eMSP has given another reference.
        package let reference: String
        package let tokenUID: String
        package let locationID: String
        package let evseUID: String
    }

    /// As many as there are hubs, so that each has one at most.
    package static let most = Hub.allCases.count

    /// From when on they work.
    package static func start(of month: Month) -> Instant { Timetable.window(month).start }

    private var chargers: [SimulatedCharger]

    /// - Parameter count: of chargers, each of a partner at another hub; at most `most`.
    package init(seed: UInt64, month: Month, count: Int = 5) {
        let network = Network(month: month)
        let start = Int(Self.start(of: month).seconds)
        chargers = Hub.allCases.prefix(count).compactMap { hub in
            network.partners.firstIndex { $0.hub == hub }.map {
                SimulatedCharger(
                    seed: seed, network: network, partner: $0, start: start,
                    publishedAt: SandboxMonth.publishedAt(month))
            }
        }
    }

    /// What has happened since the last time, up to and with a moment: by time, then by hub.
    package mutating func events(until moment: Instant) -> [Event] {
        var events: [Event] = []
        for index in chargers.indices { events += chargers[index].events(until: moment) }
        return events.sorted {
            ($0.at, $0.hub, $0.kind.rawValue, $0.id) < ($1.at, $1.hub, $1.kind.rawValue, $1.id)
        }
    }
}

/// One charger with its place in time.
private struct SimulatedCharger {
    private let seed: UInt64
    private let partner: Partner
    private let index: Int
    private let charger: Charger
    private let lane: Int
    /// When the partner's tariffs were published, as in every sandbox month.
    private let publishedAt: Int
    /// Stays drawn so far, and when the last one's car left.
    private var stays = 0
    private var free: Int
    /// Made, and not yet due; by time.
    private var waiting: [SimulatedChargers.Event] = []

    private static let seconds = (gap: 300...2_400, parking: 60...1_200, delay: 60...540)

    init(
        seed: UInt64, network: Network, partner index: Int, start: Int, publishedAt: Int
    ) {
        self.seed = seed
        self.publishedAt = publishedAt
        self.index = index
        partner = network.partners[index]
        lane = partner.hub.rawValue
        charger = network.simulated(of: partner)
        free = start
        waiting = [
            event(start, .location, charger.locationID) { $0.place(of: charger, partner, start) }
        ]
    }

    mutating func events(until moment: Instant) -> [SimulatedChargers.Event] {
        while free <= Int(moment.seconds) { plugIn() }
        let due = waiting.prefix { $0.at <= moment }
        waiting.removeFirst(due.count)
        return Array(due)
    }

    /// Draws the next stay and what becomes known of it.
    private mutating func plugIn() {
        let number = lane * 1_000_000 + stays
        var chance = Chance(seed: seed, .simulated, number)
        let stay = stay(number, &chance)
        stays += 1
        free = stay.end
        let cdr = CDRDraft(
            of: stay, embedsTariff: true, lastUpdated: stay.end + chance.pick(Self.seconds.delay))
        let running = SessionDraft(
            stay: stay, reference: stay.reference, cost: nil, completed: false)
        let over = SessionDraft(stay: stay, reference: stay.reference, cost: cdr.claim)
        let half = stay.start + stay.charging / 2
        let guest = Driver(of: partner.party, number: 1_000_000 + number)
        let old = partner.hub.isOld
        // The partner's eMSP hands out a token every now and then as well.
        waiting.append(
            event(stay.start, .token, guest.uid) { $0.token(guest, partner, stay.start) })
        waiting.append(
            event(half, .session, stay.sessionID, of: stay) { $0.session(running, old: old) })
        waiting.append(
            event(stay.end + 5, .session, stay.sessionID, of: stay) { $0.session(over, old: old) })
        waiting.append(
            event(cdr.lastUpdated, .cdr, cdr.id, of: stay) {
                $0.cdr(cdr, of: partner.party, publishedAt: publishedAt, old: old)
            })
        waiting.sort { ($0.at, $0.kind.rawValue, $0.id) < ($1.at, $1.kind.rawValue, $1.id) }
    }

    private func stay(_ number: Int, _ chance: inout Chance) -> Stay {
        let name = charger.operatorParty.id
        let digits = paddedText(number, 8)
        let charging = chance.pick(900...5_400)
        let parks = chance.happens(percent: 35)
        let parking = chance.pick(Self.seconds.parking)
        var stay = Stay(
            side: .emsp, partner: index, charger: charger,
            // Of those whose tokens every sandbox month has.
            driver: Driver(of: .ourEMSP, number: chance.pick(0...39)),
            plan: partner.plans[charger.kind.rawValue],
            start: free + chance.pick(Self.seconds.gap), charging: charging,
            parking: parks ? parking : 0,
            energy: charger.kind.power * charging / 3_600 * chance.pick(55...85) / 100,
            sessionID: "\(name)-LIVE-S-\(digits)", cdrID: "\(name)-LIVE-CDR-\(digits)",
            reference: "AUTH-LIVE-\(digits)")
        while !stay.isClearOfPriceChanges(drift: 0) { stay.start += 61 }
        return stay
    }

    private func event(
        _ second: Int, _ kind: SimulatedChargers.Event.Kind, _ id: String, of stay: Stay? = nil,
        _ write: (inout JSONWriter) -> Void
    ) -> SimulatedChargers.Event {
        var writer = JSONWriter()
        write(&writer)
        return SimulatedChargers.Event(
            at: Instant(seconds: Int64(second)), hub: partner.hub.name, kind: kind, id: id,
            json: writer.bytes,
            request: stay.map {
                SimulatedChargers.Request(
                    reference: $0.reference, tokenUID: $0.driver.uid,
                    locationID: $0.charger.locationID, evseUID: $0.charger.uid)
            })
    }
}

extension Network {
    /// A charger beside those of the month, at a place of its own: no stay of the month is there.
    fileprivate func simulated(of partner: Partner) -> Charger {
        let model = charger(999_999, of: partner)
        return Charger(
            operatorParty: model.operatorParty, number: model.number, site: model.site,
            locationID: "\(partner.party.id)-LIVE", uid: model.uid, evseID: model.evseID,
            kind: .dc60, country: model.country, zone: model.zone)
    }
}

extension JSONWriter {
    fileprivate mutating func place(of charger: Charger, _ partner: Partner, _ second: Int) {
        let plan = partner.plans[charger.kind.rawValue].id
        if partner.hub.isOld {
            location211(
                [charger], tariffID: { _ in plan }, operatorName: partner.title,
                lastUpdated: second)
        } else {
            location221(
                [charger], tariffID: { _ in plan }, operatorName: partner.title,
                lastUpdated: second)
        }
    }

    fileprivate mutating func token(_ driver: Driver, _ partner: Partner, _ second: Int) {
        if partner.hub.isOld {
            token211(driver, issuer: partner.title, lastUpdated: second)
        } else {
            token221(driver, issuer: partner.title, lastUpdated: second)
        }
    }

    fileprivate mutating func session(_ draft: SessionDraft, old: Bool) {
        if old { session211(draft, .plain) } else { session221(draft, .plain) }
    }

    fileprivate mutating func cdr(
        _ draft: CDRDraft, of party: Party, publishedAt: Int, old: Bool
    ) {
        var tariff = JSONWriter()
        tariff.tariff(draft.stay.plan, of: old ? nil : party, lastUpdated: publishedAt)
        if old {
            cdr211(draft, tariff: tariff.bytes, .plain)
        } else {
            cdr221(draft, tariff: tariff.bytes, .plain)
        }
    }
}
