-- Grain: one row a dispute, by month, counterparty, side and id.
-- Parameters: $1 first day of the month, $2 id, $3 counterparty, $4 CDR id in any spelling of case,
--             $5 SHA-256 of the document; each or NULL for all.
-- Locking: none.
SELECT dispute, month, side, counterparty, own_party, currency, hub, session_id, cdr_id, document,
    part, disposition, reason, ours, theirs, statement_on, reconcile_key
FROM dispute.dispute
WHERE ($1::date IS NULL OR month = $1)
  AND ($2::text IS NULL OR dispute = $2)
  AND ($3::text IS NULL OR counterparty = $3)
  AND ($4::text IS NULL OR upper(cdr_id) = upper($4))
  AND ($5::bytea IS NULL OR document = $5)
ORDER BY month, counterparty, side, dispute
