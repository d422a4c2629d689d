-- Grain: one row, a line of the entry with a source.
-- Parameters: $1 source, $2 line, $3 account, $4 its name, $5 its kind, $6 amount, $7 in the books.
-- Locking: the caller holds the ledger's lock.
INSERT INTO ledger.line (
    entry, line, account, account_name, account_kind, entity, currency, amount, book_currency,
    book_amount)
SELECT entry.entry, $2, $3, $4, $5, entry.entity, entry.currency, $6, entry.book_currency, $7
FROM ledger.entry AS entry
WHERE entry.source = $1
