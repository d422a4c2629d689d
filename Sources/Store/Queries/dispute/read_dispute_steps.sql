-- Grain: one row an event of the disputes asked for, in order.
-- Parameters: $1 ids.
-- Locking: none.
SELECT dispute, ordinal, move, amount, amount_before_tax, released, released_before_tax,
    written_off, divided, at, who, why, reference
FROM dispute.event
WHERE dispute = ANY ($1)
ORDER BY dispute, ordinal
