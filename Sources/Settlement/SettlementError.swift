import Amounts

/// Why a month cannot be settled. All of them mean that the lines or rules are not what they must
/// be; nothing of the month is kept.
package enum SettlementError: Error, Hashable {
    /// A sum has more digits than the exact type holds.
    case amountOverflow
    /// An amount that belongs to nobody, or to no currency.
    case amountWithoutOwner(cdr: String?, session: String?)
}

/// Amounts inside the module overflow in one way only.
func exact<Value>(
    _ work: () throws(AmountOverflow) -> Value
) throws(SettlementError) -> Value {
    do { return try work() } catch { throw .amountOverflow }
}
