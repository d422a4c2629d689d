-- Grain: one row, a file as received; nothing when it is there already.
-- Parameters: $1 SHA-256, $2 the bytes.
-- Locking: none.
INSERT INTO invoice.file (sha256, body) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING
