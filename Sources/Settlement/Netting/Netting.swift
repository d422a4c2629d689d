import Amounts
import Roaming

/// What is open between one entity and one partner in one currency.
struct OpenPosition {
    let entity: Int
    let counterparty: PartyID
    let currency: Currency
    var receivable = Valued.zero
    var payable = Valued.zero
    var disputed = ExactDecimal.zero
    /// What bilateral netting takes off both.
    var setOff = ExactDecimal.zero
    /// The hub through which the rest is paid.
    var hub: String?

    /// True when neither side is open and nothing is held.
    var isNothing: Bool { receivable.isZero && payable.isZero && disputed.isZero }

    func position(of entity: EntityRule) throws(AmountOverflow) -> Position {
        Position(
            entity: entity.id, counterparty: counterparty, currency: currency,
            receivable: receivable.amount, payable: payable.amount,
            net: try receivable.amount - payable.amount, disputed: disputed, setOff: setOff,
            hub: hub)
    }
}

/// Decides what is set off and who is paid through a hub. Positions stay what they are.
struct Netting {
    let rules: SettlementRules

    /// - Parameter positions: sorted by entity, partner and currency.
    func apply(to positions: inout [OpenPosition]) {
        for index in positions.indices {
            let position = positions[index]
            guard !rules.netting.excluded.contains(position.counterparty) else { continue }
            let lower = min(position.receivable.amount, position.payable.amount)
            if lower > .zero { positions[index].setOff = lower }
            if let hub = rules.homeHubs[position.counterparty], rules.netting.hubs.contains(hub),
                position.receivable.amount != position.payable.amount
            {
                positions[index].hub = hub
            }
        }
    }

    /// Every member's row, ours last, for each hub and currency; each list sums to zero. What we are
    /// owed by a member it pays in, and the hub pays us the sum.
    func proof(of positions: [OpenPosition]) throws(AmountOverflow) -> [NettingProof] {
        struct Account: Hashable {
            let hub: String
            let currency: Currency
        }
        var partners: [Account: [PartyID: ExactDecimal]] = [:]
        var ours: [Account: [Int: ExactDecimal]] = [:]
        for position in positions {
            guard let hub = position.hub else { continue }
            let account = Account(hub: hub, currency: position.currency)
            let net = try position.receivable.amount - position.payable.amount
            let theirs = partners[account]?[position.counterparty] ?? .zero
            partners[account, default: [:]][position.counterparty] = try theirs - net
            let own = ours[account]?[position.entity] ?? .zero
            ours[account, default: [:]][position.entity] = try own + net
        }
        let accounts = partners.keys.sorted {
            ($0.hub, $0.currency) < ($1.hub, $1.currency)
        }
        return accounts.flatMap { account -> [NettingProof] in
            let members = (partners[account] ?? [:]).sorted { $0.key < $1.key }.map {
                NettingProof(
                    hub: account.hub, currency: account.currency, member: "\($0.key)",
                    isOurs: false, position: $0.value)
            }
            let own = (ours[account] ?? [:]).sorted { $0.key < $1.key }.map {
                NettingProof(
                    hub: account.hub, currency: account.currency,
                    member: rules.entities[$0.key].id, isOurs: true, position: $0.value)
            }
            return members + own
        }
    }
}
