-- By what a charging is known when ids were lost (matching pass M8), and whether its token names a
-- driver at all (M7). Of rows of before nothing is known; their objects keep it.
ALTER TABLE intake.cdr
    ADD COLUMN token_is_one_time bool NOT NULL DEFAULT false,
    ADD COLUMN meter_id          text,
    -- SHA-256 of the payload that was signed
    ADD COLUMN signed_payload    bytea CHECK (length(signed_payload) = 32),
    -- kWh
    ADD COLUMN meter_begin       numeric,
    ADD COLUMN meter_end         numeric;
ALTER TABLE intake.session
    ADD COLUMN token_is_one_time bool NOT NULL DEFAULT false,
    ADD COLUMN meter_id          text,
    ADD COLUMN signed_payload    bytea CHECK (length(signed_payload) = 32),
    ADD COLUMN meter_begin       numeric,
    ADD COLUMN meter_end         numeric;
