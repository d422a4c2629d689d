-- Grain: one row a version of a token of one of our parties, in object order.
-- Parameters: $1 book, $2 our parties.
-- Locking: none.
SELECT party, token_uid, token_type, contract_id, valid, last_updated
FROM intake.token
WHERE book = $1 AND party = ANY ($2)
ORDER BY object
