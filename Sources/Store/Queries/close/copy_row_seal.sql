-- Grain: one row a row that cannot be recomputed.
-- Locking: none.
COPY closing.seal (month, version, relation, row_key, digests) FROM STDIN (FORMAT binary)
