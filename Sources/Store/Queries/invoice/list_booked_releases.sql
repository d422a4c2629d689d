-- Grain: one row a step of a dispute by which an amount was released, as the ledger of the month has
-- it, in the order of time.
-- Parameters: $1 first day of the month.
-- Locking: none.
SELECT about.month, about.side, about.counterparty, about.own_party, about.currency, about.cdr_id,
    about.session_id, step.released, step.released_before_tax
FROM dispute.event AS step
JOIN dispute.dispute AS about ON about.dispute = step.dispute
WHERE step.released <> 0
  AND EXISTS (
      SELECT FROM ledger.entry AS booked
      WHERE booked.event = 'DISPUTE_DECIDED' AND booked.month = $1
        AND booked.reference = step.dispute || '/' || step.ordinal AND booked.reverses IS NULL
        AND NOT EXISTS (
            SELECT FROM ledger.entry AS reversal WHERE reversal.reverses = booked.entry))
ORDER BY step.at, step.dispute, step.ordinal
