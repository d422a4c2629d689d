-- Grain: one row a step of a dispute by which an amount was released or written off, and which the
-- month has to book: those of its own time, and those that came when their month was closed and no
-- month between was open. What another month's ledger has taken, and not taken back, stays there.
-- Parameters: $1 first day of the month, $2 its first instant, $3 its cut-off.
-- Locking: none.
SELECT step.dispute, step.ordinal, about.month, about.side, about.counterparty, about.own_party,
    about.currency, step.released, step.released_before_tax, step.written_off, step.at, step.who,
    step.why
FROM dispute.event AS step
JOIN dispute.dispute AS about ON about.dispute = step.dispute
WHERE (step.released <> 0 OR step.written_off <> 0)
  AND step.at < $3
  AND (step.at >= $2 OR EXISTS (
      SELECT FROM closing.standing AS before
      WHERE before.month = ($1::date - interval '1 month')::date))
  AND NOT EXISTS (
      SELECT FROM ledger.entry AS booked
      WHERE booked.event = 'DISPUTE_DECIDED' AND booked.month <> $1
        AND booked.reference = step.dispute || '/' || step.ordinal AND booked.reverses IS NULL
        AND NOT EXISTS (
            SELECT FROM ledger.entry AS reversal WHERE reversal.reverses = booked.entry))
ORDER BY step.at, step.dispute, step.ordinal
