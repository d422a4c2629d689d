/// Why a shard could not be reconciled at all. Bad records never end here, they are lines.
package enum ReconciliationError: Error, Hashable {
    /// An amount of this session or CDR has more digits than the exact type holds.
    case amountOverflow(record: String)
    /// Of the statements of one month some state totals before tax and some after it.
    case mixedBasis
}
