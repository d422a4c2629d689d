-- Grain: one row a CDR of the book with the same party and id, or that refers to it, by hub and
-- version.
-- Parameters: $1 book, $2 object of the CDR.
-- Locking: none.
SELECT copy.object, copy.hub, copy.cdr_id, copy.version, copy.credit, copy.last_updated,
    copy.sha256, copy.currency, copy.claimed_before_tax, copy.claimed_after_tax
FROM intake.cdr AS this
JOIN intake.cdr AS copy ON copy.book = this.book AND copy.party = this.party
    AND (copy.cdr_id = this.cdr_id OR upper(copy.credit_reference_id) = upper(this.cdr_id))
    AND copy.object <> this.object
WHERE this.object = $2 AND this.book = $1
ORDER BY copy.hub, copy.cdr_id, copy.version
