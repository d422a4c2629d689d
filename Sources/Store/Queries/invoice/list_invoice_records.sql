-- Grain: one row the newest version of a record, by owner and id, deleted ones included.
-- Parameters: $1 origin, $2 owner, $3 counterparty, $4 first day of the month of ours, $5 id in any
--             spelling of case; $2 to $5 or NULL for all.
-- Locking: none.
SELECT record.record, record.origin, record.owner, record.id, record.version, record.is_deleted,
    record.invoice_id, record.last_updated, record.counterparty, record.month, record.side,
    record.hub, record.document, record.kept_at, record.kept_by,
    ARRAY(
        SELECT listed.cdr_id FROM invoice.record_cdr AS listed
        WHERE listed.record = record.record ORDER BY listed.ordinal) AS cdrs
FROM invoice.standing_record AS record
WHERE record.origin = $1
  AND ($2::text IS NULL OR record.owner = $2)
  AND ($3::text IS NULL OR record.counterparty = $3)
  AND ($4::date IS NULL OR record.month = $4)
  AND ($5::text IS NULL OR upper(record.id) = upper($5))
ORDER BY record.owner, record.id
