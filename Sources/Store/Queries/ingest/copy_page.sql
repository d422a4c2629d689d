-- Grain: one row a page that brought something new.
-- Locking: none; one writer at a time.
COPY intake.page (
    page_id, run_id, hub, module, source, raw_bytes, objects, body
) FROM STDIN (FORMAT binary)
