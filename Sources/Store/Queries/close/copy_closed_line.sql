-- Grain: one row a line of the closed version.
-- Locking: none.
COPY closing.line (
    month, version, ordinal, leaf, shard, line, disposition, side, counterparty, hub, party,
    cdr_id, session_id, service_month, currency, agreed, disputed
) FROM STDIN (FORMAT binary)
