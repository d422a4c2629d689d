-- What reports and the API may read: for every month the run that stands, nothing else.
CREATE SCHEMA published;

CREATE VIEW published.run AS
SELECT DISTINCT ON (job, month)
    month, job, run_id, key, inputs_key, rules_hash, build, book, started_at, finished_at, summary,
    files
FROM runs.run
WHERE status = 'closed'
ORDER BY job, month, run_id DESC;

CREATE VIEW published.line AS
SELECT
    run.month, line.run_id, line.shard, line.ordinal, line.disposition,
    line.disposition IN ('MATCHED', 'MATCHED_WITHIN_TOLERANCE') AS is_matched,
    line.side, line.hub, line.counterparty, line.own_network, line.session_id, line.cdr_id,
    line.session_object, line.cdr_object, line.matched_by, line.currency, line.ours, line.theirs,
    line.difference, line.agreed, line.agreed_before_tax, line.disputed, line.location_id,
    place.name AS location_name, place.state AS location_state, line.evse_id, line.start_at,
    line.end_at, line.energy, line.reason
FROM published.run AS run
JOIN reconciliation.line AS line ON line.run_id = run.run_id
LEFT JOIN (
    -- our own sites, by the newest version
    SELECT DISTINCT ON (book, location_id) book, location_id, name, state
    FROM intake.location
    WHERE hub = 'own'
    ORDER BY book, location_id, last_updated DESC, object DESC
) AS place
    ON place.book = run.book AND place.location_id = line.location_id AND line.side = 'cpo'
WHERE run.job = 'reconcile';

CREATE VIEW published.position AS
SELECT run.month, position.run_id, position.counterparty, position.currency,
    position.receivable, position.payable, position.net, position.disputed
FROM published.run AS run
JOIN settlement.position AS position ON position.run_id = run.run_id
WHERE run.job = 'settle';

CREATE VIEW published.statement AS
SELECT run.month, statement.run_id, statement.counterparty, statement.side, statement.currency,
    statement.lines, statement.sessions_settled, statement.energy_settled, statement.claimed,
    statement.agreed, statement.agreed_before_tax, statement.tax, statement.disputed
FROM published.run AS run
JOIN settlement.statement AS statement ON statement.run_id = run.run_id
WHERE run.job = 'settle';

CREATE VIEW published.statement_count AS
SELECT run.month, counted.run_id, counted.counterparty, counted.side, counted.currency,
    counted.ordinal, counted.disposition, counted.lines
FROM published.run AS run
JOIN settlement.statement_count AS counted ON counted.run_id = run.run_id
WHERE run.job = 'settle';

CREATE VIEW published.journal AS
SELECT run.month, entry.run_id, entry.entry, line.line, entry.key, entry.event,
    entry.counterparty, entry.day, entry.text, line.account, line.account_name, line.currency,
    line.amount,
    CASE WHEN line.amount > 0 THEN line.amount ELSE 0 END AS debit,
    CASE WHEN line.amount < 0 THEN -line.amount ELSE 0 END AS credit
FROM published.run AS run
JOIN settlement.journal_entry AS entry ON entry.run_id = run.run_id
JOIN settlement.journal_line AS line ON line.run_id = entry.run_id AND line.entry = entry.entry
WHERE run.job = 'settle';

CREATE VIEW published.payout AS
SELECT run.month, payout.run_id, payout.vendor, payout.vendor_name, payout.currency,
    payout.sessions, payout.energy, payout.gross, payout.vendor_share, payout.magma_share,
    payout.fee_for_sessions, payout.fee_for_energy, payout.fee_monthly, payout.fees, payout.net
FROM published.run AS run
JOIN settlement.payout AS payout ON payout.run_id = run.run_id
WHERE run.job = 'settle';

CREATE VIEW published.reject AS
SELECT run.month, reject.run_id, reject.shard, reject.ordinal, reject.hub, reject.module,
    reject.source, reject.line, reject.file_offset, reject.code, reject.pointer, reject.text,
    reject.byte, reject.object_id, reject.party
FROM published.run AS run
JOIN intake.standing_reject AS reject ON reject.book = run.book
WHERE run.job = 'ingest';

CREATE VIEW published.price AS
SELECT run.month, priced.run_id, priced.object, cdr.hub, cdr.party AS cpo, cdr.cdr_id,
    priced.tariff_id, priced.unpriceable, priced.unpriceable_text, priced.currency,
    priced.before_tax, priced.after_tax, priced.fixed_before_tax, priced.fixed_after_tax,
    priced.energy_before_tax, priced.energy_after_tax, priced.time_before_tax,
    priced.time_after_tax, priced.parking_before_tax, priced.parking_after_tax,
    priced.reservation_before_tax, priced.reservation_after_tax, priced.exact_before_tax,
    priced.exact_after_tax, priced.findings, priced.finding_codes
FROM published.run AS run
JOIN rating.priced_cdr AS priced ON priced.run_id = run.run_id
JOIN intake.cdr AS cdr ON cdr.object = priced.object
WHERE run.job = 'rate';

-- What intake and rating noted about the CDRs that the month's rating priced.
CREATE VIEW published.finding AS
SELECT run.month, 'rate' AS job, cdr.hub, cdr.party AS cpo, cdr.cdr_id, finding.object,
    finding.ordinal, finding.code, finding.severity, finding.pointer, finding.text,
    finding.at_stake, cdr.currency
FROM published.run AS run
JOIN rating.finding AS finding ON finding.run_id = run.run_id
JOIN intake.cdr AS cdr ON cdr.object = finding.object
WHERE run.job = 'rate'
UNION ALL
SELECT run.month, 'ingest', cdr.hub, cdr.party, cdr.cdr_id, finding.object, finding.ordinal,
    finding.code, finding.severity, finding.pointer, finding.text, finding.at_stake, cdr.currency
FROM published.run AS run
JOIN rating.priced_cdr AS priced ON priced.run_id = run.run_id
JOIN intake.finding AS finding ON finding.object = priced.object
JOIN intake.cdr AS cdr ON cdr.object = finding.object
WHERE run.job = 'rate';

GRANT USAGE ON SCHEMA published TO clearing_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA published TO clearing_reader;
