-- Grain: one row a file of a rules directory, by path.
-- Parameters: $1 rules hash.
-- Locking: none.
SELECT rules.path, file.body
FROM closing.rule_set AS rules
JOIN closing.rule_file AS file ON file.sha256 = rules.sha256
WHERE rules.rules_hash = $1
ORDER BY rules.path
