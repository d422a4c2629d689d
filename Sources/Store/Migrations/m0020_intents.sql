-- What pulling met: an object that is refused comes again with every overlap of a later pull, in another
-- file and at another place, and a handshake may be cut off between the hub's answer and our writing it down.

-- The rejects of a book: those of all its finished runs. An object is known by its bytes, so the same one
-- met again stands once, as it was met first; what was no object at all is known by where it stood.
CREATE OR REPLACE VIEW intake.standing_reject AS
SELECT DISTINCT ON (
        run.book, reject.hub, reject.module, reject.sha256,
        CASE WHEN reject.sha256 IS NULL THEN reject.source END,
        CASE WHEN reject.sha256 IS NULL THEN reject.file_offset END,
        CASE WHEN reject.sha256 IS NULL THEN reject.code END,
        CASE WHEN reject.sha256 IS NULL THEN reject.pointer END)
    run.book, reject.run_id, reject.shard, reject.ordinal, reject.hub, reject.module,
    reject.source, reject.line, reject.file_offset, reject.code, reject.pointer, reject.text,
    reject.byte, reject.object_id, reject.party, reject.emsp, reject.end_at, reject.object
FROM intake.reject AS reject
JOIN runs.run AS run ON run.run_id = reject.run_id
WHERE run.job = 'ingest' AND run.status = 'closed'
ORDER BY run.book, reject.hub, reject.module, reject.sha256,
    CASE WHEN reject.sha256 IS NULL THEN reject.source END,
    CASE WHEN reject.sha256 IS NULL THEN reject.file_offset END,
    CASE WHEN reject.sha256 IS NULL THEN reject.code END,
    CASE WHEN reject.sha256 IS NULL THEN reject.pointer END,
    reject.run_id, reject.shard, reject.ordinal;

-- A token we are about to give a hub, written before it is sent: the hub may use it before we know how
-- the handshake ended. Open as long as there is no event of its number; grows only.
CREATE TABLE hub.intent (
    hub           text        NOT NULL COLLATE "C",
    -- of the hub.event that is to come of it
    ordinal       int         NOT NULL CHECK (ordinal > 0),
    attempt       int         NOT NULL CHECK (attempt > 0),
    event         text        NOT NULL CHECK (event IN ('REGISTERED', 'ROTATED')),
    at            timestamptz NOT NULL,
    -- ours, for the hub's requests to us; sealed
    token_for_hub bytea       NOT NULL CHECK (length(token_for_hub) > 28),
    PRIMARY KEY (hub, ordinal, attempt)
);

GRANT SELECT, INSERT ON hub.intent TO clearing_ingest;
