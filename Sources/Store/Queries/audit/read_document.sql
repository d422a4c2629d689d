-- Grain: none or one row, a received object with the page that holds its bytes.
-- Parameters: $1 object.
-- Locking: none.
SELECT placed.hub, placed.ocpi, placed.at, placed.length, placed.sha256, placed.version,
    placed.last_updated, page.module, page.source, page.run_id, page.raw_bytes, page.body
FROM (
    SELECT object, hub, ocpi, at, length, sha256, version, last_updated
    FROM intake.cdr WHERE object = $1
    UNION ALL
    SELECT object, hub, ocpi, at, length, sha256, version, last_updated
    FROM intake.session WHERE object = $1
    UNION ALL
    SELECT object, hub, ocpi, at, length, sha256, version, last_updated
    FROM intake.tariff WHERE object = $1
    UNION ALL
    SELECT object, hub, '', at, length, sha256, 1, NULL
    FROM intake.reject WHERE object = $1
) AS placed
JOIN intake.page AS page ON page.page_id = placed.object >> 16
ORDER BY placed.object
LIMIT 1
