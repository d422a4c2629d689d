-- Grain: one row a dispute, as it stands now.
-- Parameters: $1 counterparty or NULL, $2 the last dispute seen or NULL, $3 how many (NULL: all).
-- Locking: none.
SELECT own.dispute AS id, own.month, own.side, own.counterparty, own.own_party, own.currency,
    own.hub, own.session_id, own.cdr_id, own.part, own.disposition, move.leads_to AS state,
    first.amount AS opened, last.amount, summed.released, summed.written_off,
    first.at AS opened_at, last.at AS changed_at, own.statement_on, own.dispute AS after_dispute
FROM guard.dispute AS own
JOIN LATERAL (
    SELECT event.amount, event.at FROM guard.dispute_event AS event
    WHERE event.dispute = own.dispute ORDER BY event.ordinal LIMIT 1
) AS first ON true
JOIN LATERAL (
    SELECT event.move, event.amount, event.at FROM guard.dispute_event AS event
    WHERE event.dispute = own.dispute ORDER BY event.ordinal DESC LIMIT 1
) AS last ON true
JOIN LATERAL (
    SELECT sum(event.released) AS released, sum(event.written_off) AS written_off
    FROM guard.dispute_event AS event WHERE event.dispute = own.dispute
) AS summed ON true
JOIN dispute.move AS move ON move.move = last.move
WHERE ($1 IS NULL OR own.counterparty = $1) AND ($2 IS NULL OR own.dispute > /*after*/ $2)
ORDER BY own.dispute ASC
LIMIT $3
