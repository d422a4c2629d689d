/// Which side of a charging session we stand on.
package enum Side: String, Sendable, Hashable, CaseIterable {
    /// Their driver at our station: receivable; the counterparty is the token's eMSP.
    case cpo
    /// Our driver at their station: payable; the counterparty is the CPO.
    case emsp
}

/// What a record is to us, from its two parties.
package enum Standing: Sendable, Hashable {
    case roaming(Side, counterparty: PartyID)
    /// CPO and eMSP are both ours: nothing is owed between parties, but site owners are paid.
    case ownNetwork(eMSP: PartyID)
    /// Neither party is ours; a finding.
    case foreign

    package init(cpo: PartyID, eMSP: PartyID, ours: Set<PartyID>) {
        switch (ours.contains(cpo), ours.contains(eMSP)) {
        case (true, true): self = .ownNetwork(eMSP: eMSP)
        case (true, false): self = .roaming(.cpo, counterparty: eMSP)
        case (false, true): self = .roaming(.emsp, counterparty: cpo)
        case (false, false): self = .foreign
        }
    }
}
