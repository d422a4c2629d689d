import Roaming

/// One stay at a charger as it truly happened, before anybody wrote it down.
struct Stay {
    var side: StaySide
    /// Into `Network.partners`; nil on our own network.
    var partner: Int?
    var charger: Charger
    var driver: Driver
    var plan: TariffPlan
    /// Seconds since 1970
    var start: Int
    /// Seconds
    var charging: Int
    /// Seconds connected after charging
    var parking: Int
    /// Wh
    var energy: Int
    var sessionID: String
    var cdrID: String
    var reference: String
    /// The signed record of the meter (OCMF), where there is one.
    var signed: String?
    /// A key goes with it, of which the signature is not.
    var isForged = false

    var end: Int { start + charging + parking }
}

enum StaySide: Int {
    /// Their driver at ours.
    case cpo
    /// Our driver at theirs.
    case emsp
    /// Our driver at ours.
    case own

    var wireName: String { self == .emsp ? "emsp" : "cpo" }
}

/// An amount as a record states it, in hundredths.
struct Claim: Equatable {
    var before: Int
    /// Nil when the record states none (no VAT).
    var after: Int?

    var payable: Int { after ?? before }

    func negated() -> Claim { Claim(before: -before, after: after.map { -$0 }) }

    /// Both figures moved by as much, the tax as it is.
    func moved(by hundredths: Int) -> Claim {
        Claim(before: before + hundredths, after: after.map { $0 + hundredths })
    }

    /// Both figures raised by as much before tax, the tax with it.
    func raised(by hundredths: Int, vat: Int?) -> Claim {
        let tax = (hundredths * (100 + (vat ?? 0)) + (hundredths < 0 ? -50 : 50)) / 100
        return Claim(before: before + hundredths, after: after.map { $0 + tax })
    }
}

/// A session record to write.
struct SessionDraft {
    var stay: Stay
    var reference: String?
    /// Nil: the record names no cost.
    var cost: Claim?
    /// False while it runs: no end, half the energy.
    var completed = true
}
