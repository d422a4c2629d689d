-- Grain: one row, a version of an invoice record.
-- Parameters: $1 number of the row, $2 origin, $3 owner, $4 id, $5 version, $6 whether it is a
--             deletion, $7 invoice id, $8 last updated, $9 counterparty, $10 first day of the month
--             and $11 side for ours, $12 hub, $13 document, $14 kept at, $15 by.
-- Locking: the unique key decides between two who add at once; one gets 23505.
INSERT INTO invoice.record (
    record, origin, owner, id, version, is_deleted, invoice_id, last_updated, counterparty, month,
    side, hub, document, kept_at, kept_by
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
