-- Grain: one row a page of the run that a close rests on, with its raw bytes and the places of the
-- objects that were kept, by number.
-- Parameters: $1 ingest run.
-- Locking: none.
SELECT page.page_id, page.hub, page.module, page.source, page.raw_bytes, page.body,
    frozen.ordinals, frozen.ats, frozen.lengths
FROM closing.page AS frozen
JOIN intake.page AS page ON page.page_id = frozen.page_id
WHERE frozen.run_id = $1
ORDER BY page.page_id
