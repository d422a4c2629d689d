-- Grain: one row a credit CDR that refers to the disputed one, by last update, with the claim that it
-- would have to take back.
-- Parameters: $1 SHA-256 of the disputed CDR, $2 the dispute's hub, $3 until (exclusive) when
--             the credit was last updated. What we issued ourselves counts on every hub.
-- Locking: none.
SELECT credit.cdr_id, credit.hub, credit.claimed_before_tax, credit.claimed_after_tax,
    original.claimed_before_tax AS original_before_tax,
    original.claimed_after_tax AS original_after_tax, credit.last_updated
FROM intake.cdr AS original
JOIN intake.cdr AS credit
    ON credit.credit AND credit.party = original.party AND credit.hub = original.hub
    AND credit.book = original.book AND credit.currency = original.currency
    AND upper(credit.credit_reference_id) = upper(original.cdr_id)
WHERE original.sha256 = $1 AND NOT original.credit AND original.hub IN ($2, 'own')
  AND credit.last_updated < $3
ORDER BY credit.last_updated, credit.object
