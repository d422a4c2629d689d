-- Grain: one row a page with locations, with its raw bytes and their places in object order.
-- Parameters: $1 book.
-- Locking: none.
SELECT page.page_id, page.hub, page.raw_bytes, page.body, placed.objects, placed.ats,
    placed.lengths, placed.ocpis, placed.versions
FROM (
    SELECT
        object >> 16 AS page_id,
        array_agg(object ORDER BY object) AS objects,
        array_agg(at ORDER BY object) AS ats,
        array_agg(length ORDER BY object) AS lengths,
        array_agg(ocpi ORDER BY object) AS ocpis,
        array_agg(version ORDER BY object) AS versions
    FROM intake.location
    WHERE book = $1
    GROUP BY object >> 16
) AS placed
JOIN intake.page AS page ON page.page_id = placed.page_id
ORDER BY page.page_id
