-- InvoiceReconciliation records (OCPI 2.3.0, mod_invoice_reconciliation): ours, with the signed annex
-- that says the amounts, and those of partners. A change is a new version, and so is a deletion; what
-- was said once stays.
CREATE TABLE invoice.record (
    record       bigint      PRIMARY KEY,
    -- ours: made from our statements; theirs: received
    origin       text        NOT NULL CHECK (origin IN ('ours', 'theirs')),
    -- country_code and party_id of the record
    owner        text        NOT NULL COLLATE "C",
    -- as written; compared without regard to case
    id           text        NOT NULL COLLATE "C" CHECK (id <> ''),
    version      int         NOT NULL CHECK (version > 0),
    -- the record itself was an error; its content is that of the version before
    is_deleted   bool        NOT NULL,
    invoice_id   text        NOT NULL COLLATE "C",
    last_updated timestamptz NOT NULL,
    -- with whom
    counterparty text        NOT NULL COLLATE "C",
    -- ours: the statement it is about; theirs: NULL
    month        date        CHECK (extract(day FROM month) = 1),
    side         text        CHECK (side IN ('cpo', 'emsp')),
    -- over which hub it came; '' for ours
    hub          text        NOT NULL,
    -- the record's bytes, as sent or received
    document     bytea       NOT NULL,
    kept_at      timestamptz NOT NULL,
    kept_by      text        NOT NULL CHECK (btrim(kept_by) <> ''),
    CHECK ((origin = 'ours') = (month IS NOT NULL)),
    CHECK ((origin = 'ours') = (side IS NOT NULL))
);
CREATE UNIQUE INDEX record_version ON invoice.record (origin, owner, upper(id), version);

-- Grain: one row a CDR of a record's version, in the record's order.
CREATE TABLE invoice.record_cdr (
    record  bigint NOT NULL REFERENCES invoice.record,
    ordinal int    NOT NULL CHECK (ordinal >= 0),
    cdr_id  text   NOT NULL COLLATE "C",
    PRIMARY KEY (record, ordinal)
);

-- What our record says in amounts: canonical JSON, signed.
CREATE TABLE invoice.annex (
    record     bigint PRIMARY KEY REFERENCES invoice.record,
    body       bytea  NOT NULL,
    sha256     bytea  NOT NULL CHECK (sha256 = sha256(body)),
    algorithm  text   NOT NULL CHECK (algorithm IN ('Ed25519', 'ECDSA-P256-SHA256')),
    signature  bytea  NOT NULL,
    -- PEM
    public_key bytea  NOT NULL
);

CREATE TABLE invoice.record_finding (
    record   bigint NOT NULL REFERENCES invoice.record,
    ordinal  int    NOT NULL CHECK (ordinal >= 0),
    code     text   NOT NULL,
    severity text   NOT NULL CHECK (severity IN ('note', 'warning', 'error')),
    pointer  text   NOT NULL,
    text     text   NOT NULL,
    PRIMARY KEY (record, ordinal)
);

DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY['record', 'record_cdr', 'annex', 'record_finding']
    LOOP
        EXECUTE format(
            'CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice.%I
             FOR EACH STATEMENT EXECUTE FUNCTION invoice.refuse_change()', relation);
    END LOOP;
END $$;

CREATE FUNCTION invoice.check_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> (
        SELECT coalesce(max(version), 0) + 1 FROM invoice.record
        WHERE origin = NEW.origin AND owner = NEW.owner AND upper(id) = upper(NEW.id))
        OR NEW.record <> (SELECT coalesce(max(record), 0) + 1 FROM invoice.record)
    THEN
        RAISE EXCEPTION 'record % is not the next', NEW.id USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT ON invoice.record
    FOR EACH ROW EXECUTE FUNCTION invoice.check_record();

-- The newest version of each record.
CREATE VIEW invoice.standing_record AS
SELECT DISTINCT ON (origin, owner, upper(id)) record, origin, owner, id, version, is_deleted,
    invoice_id, last_updated, counterparty, month, side, hub, document, kept_at, kept_by
FROM invoice.record
ORDER BY origin, owner, upper(id), version DESC;

CREATE VIEW published.invoice_record AS
SELECT record.record, record.origin, record.owner, record.id, record.version, record.is_deleted,
    record.invoice_id, record.last_updated, record.counterparty, record.month, record.side,
    (SELECT count(*) FROM invoice.record_cdr AS listed
        WHERE listed.record = record.record) AS cdrs,
    encode(annex.sha256, 'hex') AS annex_sha256, record.kept_at, record.kept_by
FROM invoice.record AS record
LEFT JOIN invoice.annex AS annex ON annex.record = record.record;

GRANT SELECT ON published.invoice_record TO clearing_reader;
GRANT SELECT ON invoice.record, invoice.record_cdr, invoice.annex, invoice.record_finding,
    invoice.standing_record TO clearing_invoice, clearing_close;
GRANT INSERT ON invoice.record, invoice.record_cdr, invoice.annex, invoice.record_finding
    TO clearing_invoice;
GRANT USAGE ON SCHEMA dispute, ledger TO clearing_invoice;
GRANT SELECT ON ALL TABLES IN SCHEMA dispute, ledger TO clearing_invoice;
