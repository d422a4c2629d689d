-- Grain: one row a page of the runs that is not frozen yet: where its kept objects stand in it.
-- Parameters: $1 ingest runs.
-- Locking: row locks on the new pages; the caller holds lock_chain.
INSERT INTO closing.page (page_id, run_id, ordinals, ats, lengths)
SELECT page.page_id, page.run_id,
    coalesce(array_agg((kept.object & 65535)::int ORDER BY kept.object)
        FILTER (WHERE kept.object IS NOT NULL), '{}'),
    coalesce(array_agg(kept.at ORDER BY kept.object)
        FILTER (WHERE kept.object IS NOT NULL), '{}'),
    coalesce(array_agg(kept.length ORDER BY kept.object)
        FILTER (WHERE kept.object IS NOT NULL), '{}')
FROM intake.page AS page
LEFT JOIN (
    SELECT object, at, length FROM intake.cdr WHERE object >> 36 = ANY ($1)
    UNION ALL
    SELECT object, at, length FROM intake.session WHERE object >> 36 = ANY ($1)
    UNION ALL
    SELECT object, at, length FROM intake.tariff WHERE object >> 36 = ANY ($1)
    UNION ALL
    SELECT object, at, length FROM intake.location WHERE object >> 36 = ANY ($1)
    UNION ALL
    SELECT object, at, length FROM intake.token WHERE object >> 36 = ANY ($1)
) AS kept ON kept.object >> 16 = page.page_id
WHERE page.run_id = ANY ($1)
GROUP BY page.page_id, page.run_id
ORDER BY page.page_id
ON CONFLICT (page_id) DO NOTHING
