import Amounts
import Roaming

@testable import Store

/// Small valid values; each test states only what matters to it.
enum Sample {
    static let start = Instant(seconds: 1_792_000_000)
    static let magma = party("IN-MGM")
    static let zeo = party("IN-ZEO")

    static func party(_ text: String) -> PartyID {
        guard let party = PartyID(text) else { preconditionFailure("\(text) is a party id") }
        return party
    }

    static func decimal(_ text: String) -> ExactDecimal {
        guard let value = ExactDecimal(text) else { preconditionFailure("\(text) is a number") }
        return value
    }

    static var inr: Currency {
        guard let currency = Currency("INR") else { preconditionFailure("INR is a currency") }
        return currency
    }

    static var month: Month {
        guard let month = Month("2026-10") else { preconditionFailure("2026-10 is a month") }
        return month
    }

    static func identity(_ job: Job) -> RunIdentity {
        RunIdentity(
            job: job, month: month, key: String(repeating: "0", count: 64), inputsKey: "in",
            rulesHash: "rules", build: "test")
    }

    static func cdr(_ id: String, cost: String = "118.00") -> CDR {
        var charge = Charge(version: .v221)
        charge.start = start
        charge.end = start.advanced(bySeconds: 3600)
        charge.currency = inr
        charge.claimed.energy = decimal("10.5000")
        charge.claimed.cost = Price(beforeTax: decimal("100.00"), afterTax: decimal(cost))
        return CDR(
            cpo: zeo, id: id, sessionID: "ses-\(id)", authorizationReference: nil,
            token: TokenReference(party: magma, uid: "tok1", contractID: "IN-MGM-C1-2"),
            place: ChargingPlace(
                locationID: "loc1", evseUID: "evse1", evseID: "IN*ZEO*E1", connectorID: "1"),
            charge: charge, lastUpdated: start.advanced(bySeconds: 4000))
    }

    static func session(_ id: String, energy: String = "10.5") -> Session {
        Session(
            version: .v221, cpo: zeo, id: id, start: start,
            end: start.advanced(bySeconds: 3600), energy: decimal(energy),
            token: TokenReference(party: magma, uid: "tok1", contractID: "IN-MGM-C1-2"),
            authorizationReference: "auth-1",
            place: ChargingPlace(
                locationID: "loc1", evseUID: "evse1", evseID: "IN*ZEO*E1", connectorID: "1"),
            currency: inr, totalCost: nil, status: .completed,
            lastUpdated: start.advanced(bySeconds: 3700))
    }

    static let payable = Standing.roaming(.emsp, counterparty: zeo)

    /// A digest that stands for other bytes whenever `content` differs.
    static func place(_ ordinal: Int, content: String) -> ObjectPlace {
        var digest = Array(content.utf8.prefix(32))
        digest += [UInt8](repeating: 0, count: 32 - digest.count)
        return ObjectPlace(ordinal: ordinal, at: ordinal * 10, length: 9, sha256: digest)
    }
}
