-- Grain: one row a page that is named, by number.
-- Parameters: $1 pages.
-- Locking: none.
SELECT page_id, raw_bytes, body
FROM intake.page
WHERE page_id = ANY ($1)
ORDER BY page_id
