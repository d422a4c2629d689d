-- Grain: one row a severe or fatal line of the run with an amount in dispute that nobody takes care
-- of: the largest first. Each row has their number.
-- Parameters: $1 reconcile run, $2 first day of the month, $3 rows wanted.
-- Locking: none.
SELECT line.side, line.counterparty, line.disposition, line.cdr_id, line.session_id,
    line.currency, line.disputed, count(*) OVER () AS exceptions
FROM reconciliation.line AS line
WHERE line.run_id = $1 AND line.severity IN ('SEVERE', 'FATAL') AND line.disputed <> 0
  AND NOT EXISTS (
      SELECT FROM dispute.dispute AS dispute
      WHERE dispute.side = line.side AND dispute.counterparty = line.counterparty
        AND dispute.document = coalesce(
            (SELECT cdr.sha256 FROM intake.cdr AS cdr WHERE cdr.object = line.cdr_object),
            (SELECT session.sha256 FROM intake.session AS session
             WHERE session.object = line.session_object)))
  AND NOT EXISTS (
      SELECT FROM closing.event AS event
      WHERE event.kind = 'assignment' AND event.month = $2
        AND (event.side IS NULL OR event.side = line.side)
        AND (event.counterparty IS NULL OR event.counterparty = line.counterparty)
        AND (event.disposition IS NULL OR event.disposition = line.disposition)
        AND (event.cdr_id IS NULL OR lower(event.cdr_id) = lower(line.cdr_id))
        AND (event.session_id IS NULL OR lower(event.session_id) = lower(line.session_id)))
ORDER BY abs(line.disputed) DESC, line.shard, line.ordinal
LIMIT $3
