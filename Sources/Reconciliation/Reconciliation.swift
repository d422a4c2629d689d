// Reconciliation: (our sessions and CDRs, theirs, tolerances) → one line for each session or CDR.
//
// `reconcile` first pairs the records (Pairing/): copies of one CDR, credits, then the ladder M1-M5
// of CDRs against sessions. Then each outcome is judged (Dispositions/, one file for each) in the
// order in which `Disposition` declares them. Nothing here depends on the order of the input or on
// object numbers.

package import Roaming

/// Compares one shard and says for every session and CDR whose month this is how it came out.
///
/// A line belongs to the month of its anchor: the end of the session on it, else of its CDR (a
/// credit CDR goes with its original). Records of neighbouring months may be in the shard; they
/// take part in the matching and give no line.
/// - Returns: lines in an order that depends on their content only; none for an empty shard.
/// - Throws: `ReconciliationError.amountOverflow` when an amount does not fit the exact type.
package func reconcile(
    _ shard: Shard, under rules: MatchingRules
) throws(ReconciliationError) -> ReconciledShard {
    let desk = Desk(shard, under: rules)
    var lines: [ReconciledLine] = []
    for subject in desk.subjects(of: shard) where rules.window.contains(subject.anchor) {
        do {
            lines.append(try Matter(subject, at: desk).line())
        } catch {
            throw .amountOverflow(record: subject.name)
        }
    }
    return ReconciledShard(
        lines: sortedByPlace(
            lines, key: { $0.start?.milliseconds ?? .min }, ReconciledLine.precedes))
}
