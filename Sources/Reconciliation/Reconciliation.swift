// Reconciliation: (our sessions and CDRs, theirs, tolerances) → one line for each session or CDR.
//
// `reconcile` first pairs the records (Pairing/): copies of one CDR, credits, then the ladder M1-M8
// of CDRs against sessions. Then each outcome is judged (Dispositions/, one file for each) in the
// order in which `Disposition` declares them. Nothing here depends on the order of the input or on
// object numbers.

package import Roaming

/// Compares one shard and says for every session and CDR whose month this is how it came out.
///
/// A session belongs to the month in which it ended, and a CDR to that of its session, else of its
/// own end (a credit CDR goes with its original); `Period` says in which month it is settled. Records
/// of other months may be in the shard; they take part in the matching and give no line.
/// - Returns: lines in an order that depends on their content only; none for an empty shard.
/// - Throws: `ReconciliationError.amountOverflow` when an amount does not fit the exact type.
package func reconcile(
    _ shard: Shard, under rules: MatchingRules
) throws(ReconciliationError) -> ReconciledShard {
    var desk = Desk(shard, under: rules)
    var shard = shard
    let late = LateCredits(of: &shard, at: desk)
    var paired = desk.pair(shard)
    paired.subjects += late.subjects(beside: paired.subjects)
    let around = Surroundings(shard, paired.subjects, at: desk)
    var lines: [ReconciledLine] = []
    lines.reserveCapacity(paired.subjects.count)
    var tolerated = Tolerated()
    for subject in paired.subjects {
        guard let period = desk.period(of: subject) else { continue }
        do {
            let matter = try Matter(subject, at: desk, period, around)
            let line = try matter.line()
            try tolerated.note(matter, line, at: lines.count)
            lines.append(line)
        } catch {
            throw .amountOverflow(record: subject.name)
        }
    }
    let sums: [ToleratedSum]
    do {
        sums = try tolerated.applyCaps(of: desk, to: &lines)
    } catch {
        throw .amountOverflow(record: "\(shard.counterparty)")
    }
    return ReconciledShard(
        lines: sortedByPlace(
            lines, key: { $0.start?.milliseconds ?? .min }, ReconciledLine.precedes),
        clocks: paired.clocks, tolerated: sums)
}
