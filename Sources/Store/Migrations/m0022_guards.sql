-- What the API may read: the rows that the reach of the one who asks covers, and no others. The API's
-- role has no grant on what lies below and none on the views that reports read.
--
-- The tables here hold nothing. Each is the parent of a table that a stage fills: what is read through
-- a parent needs grants on the parent only and obeys the row security of the parent (PostgreSQL,
-- 5.10 Inheritance), while COPY into the child, which row security would refuse, goes on as before.
-- The reach is set for one transaction: clearing.reach ('all', 'party', 'vendor'), clearing.party,
-- clearing.vendor and clearing.sites (upper-case ids, one a line). Not set, it covers nothing.
CREATE SCHEMA guard;
GRANT USAGE ON SCHEMA guard TO clearing_api;

CREATE TABLE guard.line (LIKE reconciliation.line, CHECK (false) NO INHERIT);
ALTER TABLE reconciliation.line INHERIT guard.line;
CREATE TABLE guard.position (LIKE settlement.position, CHECK (false) NO INHERIT);
ALTER TABLE settlement.position INHERIT guard.position;
CREATE TABLE guard.statement (LIKE settlement.statement, CHECK (false) NO INHERIT);
ALTER TABLE settlement.statement INHERIT guard.statement;
CREATE TABLE guard.payout (LIKE settlement.payout, CHECK (false) NO INHERIT);
ALTER TABLE settlement.payout INHERIT guard.payout;
CREATE TABLE guard.dispute (LIKE dispute.dispute, CHECK (false) NO INHERIT);
ALTER TABLE dispute.dispute INHERIT guard.dispute;
CREATE TABLE guard.cdr (LIKE intake.cdr, CHECK (false) NO INHERIT);
ALTER TABLE intake.cdr INHERIT guard.cdr;
CREATE TABLE guard.tariff (LIKE intake.tariff, CHECK (false) NO INHERIT);
ALTER TABLE intake.tariff INHERIT guard.tariff;
CREATE TABLE guard.location (LIKE intake.location, CHECK (false) NO INHERIT);
ALTER TABLE intake.location INHERIT guard.location;
-- The steps of a dispute are seen by those who see the dispute.
CREATE TABLE guard.dispute_event (LIKE dispute.event, CHECK (false) NO INHERIT);
ALTER TABLE dispute.event INHERIT guard.dispute_event;

ALTER TABLE guard.line ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.line FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all'
    OR (SELECT current_setting('clearing.reach', true)) = 'party'
    AND line.counterparty = (SELECT current_setting('clearing.party', true))
    OR (SELECT current_setting('clearing.reach', true)) = 'vendor' AND line.side = 'cpo'
    AND upper(line.location_id) = ANY (
        (SELECT string_to_array(current_setting('clearing.sites', true), E'\n'))::text[]));
ALTER TABLE guard.position ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.position FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all'
    OR (SELECT current_setting('clearing.reach', true)) = 'party'
    AND position.counterparty = (SELECT current_setting('clearing.party', true)));
ALTER TABLE guard.statement ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.statement FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all'
    OR (SELECT current_setting('clearing.reach', true)) = 'party'
    AND statement.counterparty = (SELECT current_setting('clearing.party', true)));
ALTER TABLE guard.payout ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.payout FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all'
    OR (SELECT current_setting('clearing.reach', true)) = 'vendor'
    AND payout.vendor = (SELECT current_setting('clearing.vendor', true)));
ALTER TABLE guard.dispute ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.dispute FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all'
    OR (SELECT current_setting('clearing.reach', true)) = 'party'
    AND dispute.counterparty = (SELECT current_setting('clearing.party', true)));
ALTER TABLE guard.cdr ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.cdr FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all'
    OR (SELECT current_setting('clearing.reach', true)) = 'party'
    AND cdr.counterparty = (SELECT current_setting('clearing.party', true))
    OR (SELECT current_setting('clearing.reach', true)) = 'vendor' AND cdr.side = 'cpo'
    AND upper(cdr.location_id) = ANY (
        (SELECT string_to_array(current_setting('clearing.sites', true), E'\n'))::text[]));
ALTER TABLE guard.tariff ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.tariff FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all'
    OR (SELECT current_setting('clearing.reach', true)) = 'party'
    AND tariff.party = (SELECT current_setting('clearing.party', true)));
ALTER TABLE guard.location ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.location FOR SELECT TO clearing_api USING (
    (SELECT current_setting('clearing.reach', true)) = 'all'
    OR (SELECT current_setting('clearing.reach', true)) = 'vendor' AND location.hub = 'own'
    AND upper(location.location_id) = ANY (
        (SELECT string_to_array(current_setting('clearing.sites', true), E'\n'))::text[]));
ALTER TABLE guard.dispute_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY reach ON guard.dispute_event FOR SELECT TO clearing_api USING (
    EXISTS (SELECT FROM guard.dispute AS own WHERE own.dispute = dispute_event.dispute));

GRANT SELECT ON ALL TABLES IN SCHEMA guard TO clearing_api;

-- Of no partner and no vendor in particular: which months were cleared, by what, and their closes.
GRANT USAGE ON SCHEMA published, dispute TO clearing_api;
GRANT SELECT ON published.run, published.close, dispute.move TO clearing_api;
-- Whether this database is the program's own version.
GRANT USAGE ON SCHEMA migrations TO clearing_api;
GRANT SELECT ON migrations.applied TO clearing_api;

-- A CDR or a site is looked up within the run that stands.
CREATE INDEX line_cdr ON reconciliation.line (run_id, cdr_object) WHERE cdr_object IS NOT NULL;
CREATE INDEX line_site ON reconciliation.line (run_id, location_id) WHERE side = 'cpo';
