-- Grain: one row an event of the span by which an amount was released or written off, in the order
-- of time.
-- Parameters: $1 from, $2 until (exclusive).
-- Locking: none.
SELECT event.dispute, event.ordinal, event.move, dispute.month, dispute.side,
    dispute.counterparty, dispute.own_party, dispute.currency, event.released,
    event.released_before_tax, event.written_off, event.at, event.who, event.why
FROM dispute.event AS event
JOIN dispute.dispute AS dispute ON dispute.dispute = event.dispute
WHERE event.at >= $1 AND event.at < $2
  AND (event.released <> 0 OR event.written_off <> 0)
ORDER BY event.at, event.dispute, event.ordinal
