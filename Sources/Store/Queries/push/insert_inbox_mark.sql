-- Grain: one row, until which push a hub's are taken in once the run is closed.
-- Parameters: $1 run, $2 hub, $3 push.
-- Locking: none; the run is the caller's.
INSERT INTO intake.inbox_mark (run_id, hub, push) VALUES ($1, $2, $3)
