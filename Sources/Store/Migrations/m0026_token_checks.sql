-- Authorization requests that we answered as eMSP: the evidence for the reference that a session and its
-- CDR name later. Tokens that are not ours leave no trace.
CREATE TABLE hub.token_check (
    token_check    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hub            text        NOT NULL COLLATE "C",
    -- the CPO that asked, where it said so
    asker          text,
    party          text        NOT NULL COLLATE "C",
    -- folded
    token_uid      text        NOT NULL COLLATE "C",
    token_type     text        NOT NULL,
    location_id    text,
    evse_uids      text[]      NOT NULL,
    allowed        text        NOT NULL
                   CHECK (allowed IN ('ALLOWED', 'BLOCKED', 'EXPIRED', 'NO_CREDIT', 'NOT_ALLOWED')),
    -- authorization_reference; 2.1.1 has none
    reference      text        UNIQUE CHECK (length(reference) <= 36),
    request_id     text,
    correlation_id text,
    at             timestamptz NOT NULL,
    CHECK (reference IS NULL OR allowed = 'ALLOWED')
);

GRANT SELECT, INSERT ON hub.token_check TO clearing_ingest;
