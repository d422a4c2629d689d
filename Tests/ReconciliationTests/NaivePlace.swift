import Amounts
import Roaming

/// Where, with what and when, as the naive matcher looks at it.
struct NaivePlace {
    let evseUID: String?
    let evseID: String?
    let token: String
    let contract: String?
    let oneTime: Bool
    let start: Int64
    let end: Int64

    init(_ session: SessionFacts) {
        evseUID = session.evseUID
        evseID = session.evseID == "" ? nil : session.evseID
        token = session.tokenUID
        contract = session.contractID == "" ? nil : session.contractID
        oneTime = session.tokenIsOneTime
        start = session.start.milliseconds
        end = session.end.milliseconds
    }

    init(_ cdr: CDRFacts, ahead: Int64) {
        evseUID = cdr.evseUID
        evseID = cdr.evseID == "" ? nil : cdr.evseID
        token = cdr.tokenUID
        contract = cdr.contractID == "" ? nil : cdr.contractID
        oneTime = cdr.tokenIsOneTime
        start = cdr.start.milliseconds - ahead
        end = cdr.end.milliseconds - ahead
    }

    func gap(_ other: NaivePlace) -> Int64 { abs(start - other.start) }

    func sameEVSE(_ other: NaivePlace) -> Bool {
        if evseUID != nil, other.evseUID != nil { return evseUID == other.evseUID }
        return evseID != nil && evseID == other.evseID
    }

    func otherEVSE(_ other: NaivePlace) -> Bool {
        if evseUID != nil, other.evseUID != nil { return evseUID != other.evseUID }
        return evseID != nil && other.evseID != nil && evseID != other.evseID
    }

    func sameContract(_ other: NaivePlace) -> Bool { contract != nil && contract == other.contract }

    func sameToken(_ other: NaivePlace) -> Bool {
        if token == "" || other.token == "" { return sameContract(other) }
        return token == other.token
    }

    func unknownToken(_ other: NaivePlace) -> Bool {
        if oneTime || other.oneTime { return true }
        let uids = token != "" && other.token != ""
        let contracts = contract != nil && other.contract != nil
        return !uids && !contracts
    }

    func elsewhere(_ other: NaivePlace) -> Bool {
        guard gap(other) > 120_000 else { return false }
        return otherEVSE(other) || (!unknownToken(other) && !sameToken(other))
    }

    func shares(_ percent: Int, with other: NaivePlace) -> Bool {
        let longer = max(end - start, other.end - other.start)
        let shared = min(end, other.end) - max(start, other.start)
        return longer > 0 && shared > 0 && shared * 100 >= Int64(percent) * longer
    }
}
