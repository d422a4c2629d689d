/// Which side of a charging session we stand on.
package enum Side: String, Sendable, Hashable, CaseIterable {
    /// Their driver at our station: receivable; the counterparty is the token's eMSP.
    case cpo
    /// Our driver at their station: payable; the counterparty is the CPO.
    case emsp
}

/// What a record is to us, from its two parties.
package enum Standing: Sendable, Hashable {
    /// - Parameter own: which of our parties it is: the CPO on the CPO side, else the eMSP.
    case roaming(Side, counterparty: PartyID, own: PartyID)
    /// CPO and eMSP are both ours: nothing is owed between parties, but site owners are paid.
    case ownNetwork(eMSP: PartyID, own: PartyID)
    /// Neither party is ours; a finding.
    case foreign

    /// Nil when neither party is ours.
    package var own: PartyID? {
        switch self {
        case .roaming(_, _, let own), .ownNetwork(_, let own): own
        case .foreign: nil
        }
    }

    package init(cpo: PartyID, eMSP: PartyID, ours: Set<PartyID>) {
        switch (ours.contains(cpo), ours.contains(eMSP)) {
        case (true, true): self = .ownNetwork(eMSP: eMSP, own: cpo)
        case (true, false): self = .roaming(.cpo, counterparty: eMSP, own: cpo)
        case (false, true): self = .roaming(.emsp, counterparty: cpo, own: eMSP)
        case (false, false): self = .foreign
        }
    }
}
