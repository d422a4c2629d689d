-- Grain: one row, the shard whose rows the same transaction wrote.
-- Parameters: $1 run, $2 shard, $3 label, $4 now, $5 summary.
-- Locking: none.
INSERT INTO runs.shard (run_id, shard, label, finished_at, summary)
VALUES ($1, $2, $3, $4, $5)
