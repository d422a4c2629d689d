-- Grain: one row a remark about the last reading of each file, by reading and place.
-- Locking: none.
SELECT file.reading, file.name, note.is_reject, note.code, note.line, note.pointer, note.text
FROM payment.note AS note
JOIN payment.file AS file ON file.reading = note.reading
WHERE NOT EXISTS (
    SELECT FROM payment.file AS later
    WHERE later.sha256 = file.sha256 AND later.reading > file.reading)
ORDER BY file.reading, note.ordinal
