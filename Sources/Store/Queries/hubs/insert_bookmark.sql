-- Grain: one row, where the next pull of a module starts.
-- Parameters: $1 run, $2 hub, $3 module, $4 complete until.
-- Locking: none; the run is the caller's.
INSERT INTO intake.bookmark (run_id, hub, module, complete_until)
VALUES ($1, $2, $3, $4)
