import Roaming

/// A party of the sandbox as it appears in OCPI objects.
struct Party: Equatable {
    let country: String
    let id: String

    static let ourCPO = Party(country: "IN", id: "MGM")
    static let ourEMSP = Party(country: "IN", id: "MGE")

    var text: String { "\(country)-\(id)" }
}

/// The six hubs; alphabetical, as `DUPLICATE_CROSS_HUB` orders them.
enum Hub: Int, CaseIterable {
    case bharatRoaming, chargegrid, evRecharge, gireve, hubject, voltLink

    var name: String {
        switch self {
        case .bharatRoaming: "bharat-roaming"
        case .chargegrid: "chargegrid"
        case .evRecharge: "ev-recharge"
        case .gireve: "gireve"
        case .hubject: "hubject"
        case .voltLink: "volt-link"
        }
    }

    /// volt-link is a bilateral OCPI 2.1.1 link, all others speak 2.2.1.
    var isOld: Bool { self == .voltLink }

    /// Pushes its CPOs' sessions of our drivers to us.
    var sendsSessions: Bool { self == .gireve || self == .voltLink }

    /// Seconds by which the clocks of its partners are agreed to be ahead (Rules/hubs/chargegrid.yaml).
    var clockOffset: Int { self == .chargegrid ? 300 : 0 }

    /// How it hands over long lists; every shape that intake must read occurs.
    var container: Container {
        switch self {
        case .hubject, .chargegrid: .pages
        case .gireve: .oneFileOfLines
        case .evRecharge: Container(style: .envelope, gzip: true)
        case .bharatRoaming: .oneArray
        case .voltLink: Container(style: .array, objectsPerFile: 1_000)
        }
    }
}

/// A roaming partner, CPO and eMSP in one.
struct Partner {
    let party: Party
    let hub: Hub
    let title: String
    let currency: String
    /// Puts its tariffs into its CDRs; if not, they are only published.
    let embedsTariffs: Bool
    let zone: Zone
    /// ISO 3166-1 alpha-3
    let country: String
    let sites: [Site]
    /// One a charger kind.
    let plans: [TariffPlan]
    /// Of its CDRs for our drivers.
    let habits: Habits
    /// Rounds up wherever nobody minds.
    let isSkimming: Bool

    struct Habits {
        /// What its CDRs name the session by.
        var references = Plight.References.sessionID
        /// Seconds by which its clock is ahead of ours.
        var clockAhead = 0
        /// Its meters sign what they read.
        var signs = false
    }

    /// On the CPO side the CDRs are ours.
    func habits(on side: StaySide) -> Habits { side == .emsp ? habits : Habits() }
}

struct Site {
    let code: String
    let name: String
    let address: String
    let city: String
    let postalCode: String
    let state: String?
    let latitude: String
    let longitude: String
    /// Who owns the ground; ours only.
    var owner: String?
}

/// What an EVSE can do; a station has one of each, in turn.
enum ChargerKind: Int, CaseIterable {
    case ac7, ac22, dc30, dc60, dc120

    /// W
    var power: Int {
        switch self {
        case .ac7: 7_400
        case .ac22: 22_000
        case .dc30: 30_000
        case .dc60: 60_000
        case .dc120: 120_000
        }
    }

    var isDC: Bool { power >= 30_000 }
    var standard: String { isDC ? "IEC_62196_T2_COMBO" : "IEC_62196_T2" }
    var format: String { isDC ? "CABLE" : "SOCKET" }
    var powerType: String { isDC ? "DC" : self == .ac7 ? "AC_1_PHASE" : "AC_3_PHASE" }
    var volts: Int { isDC ? 800 : 230 }
    var amperes: Int { isDC ? power / 800 : self == .ac7 ? 32 : 32 }
}

/// One EVSE: number `n` of its operator stands at site `n mod sites` and is of kind `n / sites mod 5`.
struct Charger {
    let operatorParty: Party
    let number: Int
    let site: Site
    let locationID: String
    let uid: String
    /// eMI3, with separators.
    let evseID: String
    let kind: ChargerKind
    let country: String
    let zone: String
}

/// A driver's token.
struct Driver {
    let party: Party
    let number: Int
    let uid: String
    let isApp: Bool
    let contractID: String
    /// A token made for one charging.
    var isOneTime = false

    init(of party: Party, number: Int) {
        self.party = party
        self.number = number
        isApp = number % 4 == 3
        let country = Int(party.country.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        let id = Int(party.id.utf8.reduce(0) { $0 &* 37 &+ UInt64($1) })
        // The number stays in the low digits, so that no two drivers of a party share a uid.
        let head = String((country * 65_537 + id * 257) & 0xFF_FFFF, radix: 16, uppercase: true)
        let tail = String(0x1000_0000 + number * 7, radix: 16, uppercase: true)
        let zeros = String(repeating: "0", count: 6 - head.utf8.count)
        uid = isApp ? "APP-\(party.id)-\(paddedText(number, 8))" : zeros + head + tail
        contractID = "\(party.country)-\(party.id)-C\(paddedText(number, 8))"
    }
}
