import Roaming

/// Who charges where and when, such that no two stays share an EVSE: the month is cut into slots of
/// six hours, and each slot of each EVSE takes at most one stay.
struct Schedule {
    static let slotSeconds = 21_600
    /// Kept free at the end of a slot, for a CDR that claims to have lasted longer.
    static let slack = 1_500

    let slots: Int
    let ownChargers: Int
    /// Of each partner.
    let partnerChargers: Int
    let ownDrivers: Int
    /// Of each partner.
    let partnerDrivers: Int
    private let firstSlot: Int
    private let shuffle: Shuffle

    init(_ order: SandboxOrder, window: MonthWindow) {
        let seconds = Int(window.cutOff.seconds - window.start.seconds)
        // Three hours stay free at both ends, for stays across the month's edges; it also lets
        // slots lie across midnight.
        slots = seconds / Self.slotSeconds - 1
        firstSlot = Int(window.start.seconds) + Self.slotSeconds / 2
        let own =
            Self.stays(of: .cpo, among: order.sessions)
            + Self.stays(of: .own, among: order.sessions)
        ownChargers = Self.chargers(for: own, slots: slots, multipleOf: 25)
        let perPartner = Self.stays(of: .emsp, among: order.sessions) / 15
        partnerChargers = Self.chargers(
            for: perPartner + perPartner / 4 + 50, slots: slots, multipleOf: 10)
        ownDrivers = min(20_000, max(40, order.sessions / 10))
        partnerDrivers = min(5_000, max(20, order.sessions / 60))
        var chance = Chance(seed: order.seed, .slots, 0)
        shuffle = Shuffle(count: slots, chance: &chance)
    }

    private static func chargers(for stays: Int, slots: Int, multipleOf unit: Int) -> Int {
        let least = max(unit, stays / slots + 1)
        return (least + unit - 1) / unit * unit
    }

    /// Charger and start of the slot of the `number`-th stay among `chargers`.
    func place(of number: Int, chargers: Int) -> (charger: Int, slotStart: Int) {
        let charger = number % chargers
        precondition(number / chargers < slots, "chargers are counted so that all stays have room")
        let slot = (shuffle.place(of: number / chargers) + charger * 7) % slots
        return (charger, firstSlot + slot * Self.slotSeconds)
    }

    /// Half of all stays are their drivers at ours, 45 % ours at theirs, 5 % ours at ours.
    static func side(of number: Int) -> StaySide {
        let place = number % 20
        if place == 19 { return .own }
        return place % 2 == 0 ? .cpo : .emsp
    }

    static func stays(of side: StaySide, among count: Int) -> Int {
        let rest = (0..<count % 20).count { Self.side(of: $0) == side }
        let perTwenty =
            switch side {
            case .cpo: 10
            case .emsp: 9
            case .own: 1
            }
        return count / 20 * perTwenty + rest
    }
}
