-- Grain: one row, a run under the number it has elsewhere, open so that it is done again.
-- Parameters: $1 run, $2 job, $3 first day of the month, $4 key, $5 inputs key, $6 rules hash,
--             $7 build, $8 book, $9 started at.
-- Locking: none; a scratch database has one user.
INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
                      started_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9)
