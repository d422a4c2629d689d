import Amounts
import Roaming

/// What credit CDRs do to the records of a shard, by index into them.
struct CreditLinks {
    enum Link {
        /// An original, taken back in full by that credit.
        case creditedBy(Int)
        /// A credit that takes all of that original back.
        case credits(Int)
        /// An original with a credit over another amount.
        case partlyCreditedBy(Int)
        /// A credit over another amount than that original's.
        case partlyCredits(Int)
        /// A second full credit of an original which that first one already took back.
        case again(first: Int)
        case orphan
    }

    var links: [Int: Link] = [:]

    /// - Parameter records: in the order in which they stand, so the earliest full credit counts.
    init(_ records: [CDRRecord]) {
        let credits = records.indices.filter { records[$0].stands.credit }
        guard !credits.isEmpty else { return }
        var originals: [PartyKey: Int] = [:]
        for index in records.indices where !records[index].stands.credit {
            originals[records[index].stands.key] = index
        }
        for credit in credits {
            let cdr = records[credit].stands
            let original = cdr.creditReferenceID.flatMap {
                originals[PartyKey(cpo: cdr.cpo, id: $0)]
            }
            guard let original else {
                links[credit] = .orphan
                continue
            }
            link(credit, to: original, in: records)
        }
    }

    private mutating func link(_ credit: Int, to original: Int, in records: [CDRRecord]) {
        let full = records[credit].stands.takesBackAll(of: records[original].stands)
        switch (full, links[original]) {
        case (true, .creditedBy(let first)):
            links[credit] = .again(first: first)
        case (true, _):
            links[credit] = .credits(original)
            links[original] = .creditedBy(credit)
        case (false, nil):
            links[credit] = .partlyCredits(original)
            links[original] = .partlyCreditedBy(credit)
        case (false, _):
            links[credit] = .partlyCredits(original)
        }
    }
}

extension CDRFacts {
    /// Every total that both state is the exact opposite (settlement practice §2.5), and so is what
    /// is paid. A credit adds nothing: it takes back a charge, not another negative total.
    func takesBackAll(of original: CDRFacts) -> Bool {
        let (claim, charge) = (self.claimed, original.claimed)
        guard self.currency == original.currency,
            opposite(claim.payable, charge.payable) == true,
            claim.payable.map({ $0 <= .zero }) == true
        else { return false }
        return opposite(claim.beforeTax, charge.beforeTax) ?? true
            && opposite(claim.afterTax, charge.afterTax) ?? true
    }
}

/// Nil when one of the two is not stated.
private func opposite(_ a: ExactDecimal?, _ b: ExactDecimal?) -> Bool? {
    guard let a, let b else { return nil }
    return (try? a.negated()) == b
}
