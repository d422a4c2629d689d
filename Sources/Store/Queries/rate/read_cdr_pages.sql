-- Grain: one row a page with CDRs asked for, with its raw bytes and their places, partner by partner:
-- prices are laid down in this order, and reconciliation looks up those of one partner at a time.
-- Parameters: $1 first object, $2 first object not asked for, $3 from, $4 until (exclusive) of the
--             end of the CDR, $5 book, $6 CDRs that ended elsewhere.
-- Locking: none.
SELECT page.page_id, page.hub, page.raw_bytes, page.body, placed.objects, placed.ats,
    placed.lengths, placed.ocpis, placed.versions
FROM (
    SELECT
        page_id,
        array_agg(object ORDER BY place) AS objects,
        array_agg(at ORDER BY place) AS ats,
        array_agg(length ORDER BY place) AS lengths,
        array_agg(ocpi ORDER BY place) AS ocpis,
        array_agg(version ORDER BY place) AS versions
    FROM (
        SELECT
            object >> 16 AS page_id, object, at, length, ocpi, version,
            row_number() OVER (
                ORDER BY object >> 16, hashtext(coalesce(counterparty, '')), object
            ) AS place
        FROM intake.cdr
        WHERE object >= $1 AND object < $2 AND book = $5
          AND (end_at >= $3 AND end_at < $4 OR object = ANY ($6))
    ) AS cdr
    GROUP BY page_id
) AS placed
JOIN intake.page AS page ON page.page_id = placed.page_id
ORDER BY page.page_id
