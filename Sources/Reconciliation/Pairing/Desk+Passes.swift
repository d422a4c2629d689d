import Roaming

// Which passes apply to a CDR, and what they look at.
extension Desk {
    /// That of the hub which holds the CDR, else of the partner's home hub.
    func pairing(for record: CDRRecord) -> PairingRule {
        rules.pairing(at: record.heldHub ?? homeHub)
    }

    func applies(_ pass: MatchingPass, to record: CDRRecord) -> Bool {
        pairing(for: record).allows(pass, cdrMayBeSession: rules.cdrIDMayBeSessionID)
    }

    /// Milliseconds by which the clock behind a CDR is taken to be ahead of ours.
    func clockOffset(of cdr: CDRFacts) -> Int64 { clockOffsets[cdr.hub] ?? 0 }

    /// By our clock.
    func start(of cdr: CDRFacts) -> Instant {
        Instant(milliseconds: cdr.start.milliseconds - clockOffset(of: cdr))
    }

    /// Where, with what and when, by our clock.
    func spot(_ cdr: CDRFacts) -> Spot { Spot(cdr, ahead: clockOffset(of: cdr)) }

    func spot(_ record: CDRRecord) -> Spot { spot(record.stands) }

    /// Milliseconds between the starts up to which M5 takes two records for one charging.
    func startReach(of record: CDRRecord) -> Int64 { tolerances(for: record).startSeconds * 1000 }
}
