-- Who may ask the API, and what they asked. Clients and their secrets are added to and never changed:
-- a secret that is no longer good has a revocation beside it.
CREATE SCHEMA access;

CREATE TABLE access.client (
    client   text        PRIMARY KEY COLLATE "C" CHECK (client ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
    scopes   text[]      NOT NULL CHECK (cardinality(scopes) > 0),
    -- which rows: all, those of one partner, those of one vendor's sites
    reach    text        NOT NULL CHECK (reach IN ('all', 'party', 'vendor')),
    reach_of text        COLLATE "C",
    added_at timestamptz NOT NULL,
    CHECK ((reach = 'all') = (reach_of IS NULL))
);

CREATE TABLE access.secret (
    client   text        NOT NULL COLLATE "C" REFERENCES access.client,
    ordinal  int         NOT NULL CHECK (ordinal > 0),
    salt     bytea       NOT NULL CHECK (octet_length(salt) = 16),
    -- scrypt (RFC 7914) with N = 2^cost, r = 8, p = 1
    cost     int         NOT NULL CHECK (cost BETWEEN 14 AND 20),
    hash     bytea       NOT NULL CHECK (octet_length(hash) = 32),
    added_at timestamptz NOT NULL,
    PRIMARY KEY (client, ordinal)
);

CREATE TABLE access.revocation (
    client   text        NOT NULL COLLATE "C",
    ordinal  int         NOT NULL,
    -- from when on the secret is refused; later than now while a new one is rolled out
    since    timestamptz NOT NULL,
    noted_at timestamptz NOT NULL,
    PRIMARY KEY (client, ordinal, noted_at),
    FOREIGN KEY (client, ordinal) REFERENCES access.secret
);

-- Keys that sign access tokens. The private half is sealed before it gets here.
CREATE TABLE access.signing_key (
    key      text        PRIMARY KEY COLLATE "C",
    sealed   bytea       NOT NULL CHECK (octet_length(sealed) > 28),
    added_at timestamptz NOT NULL
);

-- Who was shown personal data (token and contract ids, documents that hold them).
CREATE TABLE access.reading (
    reading    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    client     text        NOT NULL COLLATE "C",
    request_id text        NOT NULL,
    route      text        NOT NULL,
    -- what was asked for: the id, or the query without its cursor
    subject    text        NOT NULL
);
CREATE INDEX reading_client ON access.reading (client, at);

-- Requests that instances have taken for themselves out of a client's minute. Lost in a crash of the
-- server, which costs a minute of counting.
CREATE UNLOGGED TABLE access.allowance (
    client text   NOT NULL COLLATE "C",
    minute bigint NOT NULL,
    taken  int    NOT NULL CHECK (taken >= 0),
    -- how many of them the last one got who asked
    given  int    NOT NULL,
    PRIMARY KEY (client, minute)
);

CREATE FUNCTION access.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'access.% is added to and never changed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON access.client
    FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();
CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON access.secret
    FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();
CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON access.revocation
    FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();
CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON access.reading
    FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();

REVOKE ALL ON ALL TABLES IN SCHEMA access FROM PUBLIC;
GRANT USAGE ON SCHEMA access TO clearing_api, clearing_access;
GRANT SELECT, INSERT ON access.client, access.secret, access.revocation, access.signing_key
    TO clearing_access;
GRANT SELECT ON access.client, access.secret, access.revocation, access.signing_key
    TO clearing_api;
GRANT INSERT ON access.reading TO clearing_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON access.allowance TO clearing_api;
