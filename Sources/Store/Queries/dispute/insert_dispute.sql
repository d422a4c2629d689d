-- Grain: one row, a dispute that is new.
-- Parameters: $1 id, $2 first day of the month, $3 side, $4 counterparty, $5 own party, $6 currency,
--             $7 hub or '', $8 session id, $9 CDR id, $10 SHA-256 of the document, $11 part,
--             $12 disposition, $13 reason, $14 ours, $15 theirs, $16 day of the statement,
--             $17 key of the reconciliation.
-- Locking: the unique key decides between two who open the same at once.
INSERT INTO dispute.dispute (
    dispute, month, side, counterparty, own_party, currency, hub, session_id, cdr_id, document,
    part, disposition, reason, ours, theirs, statement_on, reconcile_key
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
