-- Grain: one member of a hub that clears, per currency; ours last. The positions of a hub and currency
-- sum to zero. $1 = first day of the month.
SELECT
    proof.hub AS hub,
    proof.currency AS currency,
    proof.member AS member,
    CASE WHEN proof.is_ours THEN 'our entity' ELSE 'partner' END AS standing,
    greatest(-proof.position, 0) AS pays,
    greatest(proof.position, 0) AS gets,
    proof.position AS position
FROM published.netting_proof AS proof
WHERE proof.month = $1
ORDER BY proof.hub COLLATE "C", proof.currency COLLATE "C", proof.is_ours, proof.member COLLATE "C";
