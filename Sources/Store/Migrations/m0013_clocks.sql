-- What reconciliation finds out about a partner beside its lines, and what the partner scorecard shows.
-- run_id refers to runs.run without a foreign key: its check would cost more than the row.

-- By how much a partner's clock seems to be ahead of ours, by hub, from sessions that ids match.
CREATE TABLE reconciliation.clock (
    run_id    bigint NOT NULL,
    shard     int    NOT NULL,
    hub       text   NOT NULL COLLATE "C",
    pairs     int    NOT NULL CHECK (pairs > 0),
    -- their start less ours, median, in milliseconds
    offset_ms bigint NOT NULL,
    -- taken off their times before matching, as the hub's rule says
    is_used   bool   NOT NULL,
    PRIMARY KEY (run_id, shard, hub)
);

-- Until when a CDR of a service month was in time, and until when it counted as late; for the
-- service months that the lines of a shard have.
CREATE TABLE reconciliation.deadline (
    run_id        bigint      NOT NULL,
    shard         int         NOT NULL,
    service_month date        NOT NULL CHECK (extract(day FROM service_month) = 1),
    cut_off       timestamptz NOT NULL,
    grace_end     timestamptz NOT NULL CHECK (grace_end >= cut_off),
    PRIMARY KEY (run_id, shard, service_month)
);

CREATE TRIGGER run_is_open AFTER INSERT ON reconciliation.clock
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();
CREATE TRIGGER run_is_open AFTER INSERT ON reconciliation.deadline
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION runs.check_open();

GRANT SELECT ON reconciliation.clock, reconciliation.deadline TO
    clearing_reconcile, clearing_settle, clearing_close;
GRANT INSERT ON reconciliation.clock, reconciliation.deadline TO clearing_reconcile;

-- A shard is one partner on one side: its first line says which.
CREATE VIEW published.clock AS
SELECT run.month, clock.run_id, clock.shard, first.side, first.counterparty, first.own_network,
    clock.hub, clock.pairs, clock.offset_ms, clock.is_used
FROM published.run AS run
JOIN reconciliation.clock AS clock ON clock.run_id = run.run_id
JOIN reconciliation.line AS first
    ON first.run_id = clock.run_id AND first.shard = clock.shard AND first.ordinal = 0
WHERE run.job = 'reconcile';

CREATE OR REPLACE VIEW published.tolerated_sum AS
SELECT run.month, summed.run_id, shard.shard, shard.label AS shard_label, summed.currency,
    summed.lines, summed.sum, summed.cap, first.side, first.counterparty, first.own_network
FROM published.run AS run
JOIN reconciliation.tolerated_sum AS summed ON summed.run_id = run.run_id
JOIN runs.shard AS shard ON shard.run_id = summed.run_id AND shard.shard = summed.shard
JOIN reconciliation.line AS first
    ON first.run_id = summed.run_id AND first.shard = summed.shard AND first.ordinal = 0
WHERE run.job = 'reconcile';

-- Grain: one line with a CDR. From the end of the session, by our clock where we have it, to the
-- CDR's last update; NULL where the end is that of a clock that was reset. Whoever is slow but within
-- two days is so on any day of the month; the deadlines tell the rest apart.
CREATE VIEW published.cdr_latency AS
SELECT run.month, line.run_id, line.shard, line.ordinal, line.side, line.counterparty,
    line.own_network, timed.latency_ms,
    CASE
        WHEN timed.latency_ms IS NULL THEN 'unknown'
        WHEN timed.latency_ms < 3600000 THEN 'under 1 h'
        WHEN timed.latency_ms < 86400000 THEN 'under 24 h'
        WHEN timed.latency_ms < 172800000 THEN 'under 48 h'
        WHEN cdr.last_updated < deadline.cut_off THEN 'before cut-off'
        WHEN cdr.last_updated < deadline.grace_end THEN 'in grace'
        ELSE 'after grace'
    END AS arrival
FROM published.run AS run
JOIN reconciliation.line AS line ON line.run_id = run.run_id
JOIN intake.cdr AS cdr ON cdr.object = line.cdr_object
LEFT JOIN reconciliation.deadline AS deadline
    ON deadline.run_id = line.run_id AND deadline.shard = line.shard
    AND deadline.service_month = line.service_month
CROSS JOIN LATERAL (
    SELECT CASE WHEN line.end_at >= timestamptz '2010-01-01 00:00:00Z'
        THEN round(extract(epoch FROM cdr.last_updated - line.end_at) * 1000)::bigint
    END AS latency_ms
) AS timed
WHERE run.job = 'reconcile';

-- Grain: one partner and side. Percentiles by rank, so that they are values that occurred.
CREATE VIEW published.latency AS
SELECT ranked.month, ranked.run_id, ranked.side, ranked.counterparty, ranked.own_network,
    count(*) AS cdrs,
    count(*) FILTER (WHERE ranked.arrival = 'under 1 h') AS under_1h,
    count(*) FILTER (WHERE ranked.arrival = 'under 24 h') AS under_24h,
    count(*) FILTER (WHERE ranked.arrival = 'under 48 h') AS under_48h,
    count(*) FILTER (WHERE ranked.arrival = 'before cut-off') AS before_cut_off,
    count(*) FILTER (WHERE ranked.arrival = 'in grace') AS in_grace,
    count(*) FILTER (WHERE ranked.arrival = 'after grace') AS after_grace,
    count(*) FILTER (WHERE ranked.arrival = 'unknown') AS unknown,
    max(ranked.latency_ms) FILTER (WHERE ranked.place = (ranked.known + 1) / 2) AS median_ms,
    max(ranked.latency_ms) FILTER (WHERE ranked.place = (ranked.known * 95 + 99) / 100) AS p95_ms
FROM (
    SELECT latency.month, latency.run_id, latency.side, latency.counterparty,
        latency.own_network, latency.arrival, latency.latency_ms,
        row_number() OVER (
            PARTITION BY latency.month, latency.run_id, latency.side, latency.counterparty,
                latency.own_network
            ORDER BY latency.latency_ms NULLS LAST) AS place,
        count(latency.latency_ms) OVER (
            PARTITION BY latency.month, latency.run_id, latency.side, latency.counterparty,
                latency.own_network) AS known
    FROM published.cdr_latency AS latency
) AS ranked
GROUP BY ranked.month, ranked.run_id, ranked.side, ranked.counterparty, ranked.own_network;

-- Grain: one CDR of a partner whose claim can be laid beside what our rating comes to before it is
-- rounded; before tax where the CDR says it, since what comes after tax is rounded from that.
-- exact = numerator / denominator, of the size of the amount; the sign stands apart.
CREATE VIEW published.claim_beside_exact AS
SELECT claim.month, claim.run_id, claim.counterparty, claim.currency, claim.sign, claim.numerator,
    claim.denominator, claim.claimed,
    abs(claim.claimed * claim.sign * claim.denominator - claim.numerator) * 100
        < claim.denominator AS is_near,
    mod(claim.numerator * 100, claim.denominator) <> 0 AS can_tell
FROM (
    SELECT run.month, line.run_id, line.counterparty, line.currency, told.claimed,
        CASE WHEN told.exact LIKE '-%' THEN -1 ELSE 1 END::numeric AS sign,
        ltrim(split_part(told.exact, '/', 1), '-')::numeric AS numerator,
        coalesce(nullif(split_part(told.exact, '/', 2), ''), '1')::numeric AS denominator
    FROM published.run AS run
    JOIN reconciliation.line AS line ON line.run_id = run.run_id
    JOIN published.run AS rating ON rating.month = run.month AND rating.job = 'rate'
    JOIN intake.cdr AS cdr ON cdr.object = line.cdr_object
    JOIN rating.priced_cdr AS priced
        ON priced.run_id = rating.run_id AND priced.object = line.cdr_object
        AND priced.currency = cdr.currency
    CROSS JOIN LATERAL (
        SELECT cdr.claimed_before_tax AS claimed, priced.exact_before_tax AS exact
        WHERE cdr.claimed_before_tax IS NOT NULL AND priced.exact_before_tax <> ''
        UNION ALL
        SELECT cdr.claimed_after_tax, priced.exact_after_tax
        WHERE (cdr.claimed_before_tax IS NULL OR coalesce(priced.exact_before_tax, '') = '')
            AND cdr.claimed_after_tax IS NOT NULL AND priced.exact_after_tax <> ''
    ) AS told
    WHERE run.job = 'reconcile' AND line.side = 'emsp' AND NOT line.own_network
) AS claim;

-- Grain: one partner and currency. How its claims were rounded from exact amounts: the style that
-- gives most of the claims that can tell styles apart (the exact amount has a third decimal, and the
-- claim is less than a hundredth from it). Numbers are compared exactly; q and r are what the
-- division to so many decimals gives and leaves.
CREATE VIEW published.rounding AS
SELECT judged.month, judged.run_id, judged.counterparty, judged.currency, judged.cdrs,
    judged.off, judged.can_tell, max(judged.explained) AS explained,
    -- NULL where no style gives any; the others give as many
    min(judged.style) FILTER (WHERE judged.rank = 1 AND judged.explained > 0) AS style,
    coalesce(array_agg(judged.style ORDER BY judged.place) FILTER (
        WHERE judged.rank > 1 AND judged.explained = judged.most AND judged.explained > 0),
        '{}') AS also
FROM (
    SELECT fitted.month, fitted.run_id, fitted.counterparty, fitted.currency, fitted.place,
        fitted.style, fitted.cdrs, fitted.off, fitted.can_tell, fitted.explained,
        max(fitted.explained) OVER partner AS most,
        row_number() OVER (partner ORDER BY fitted.explained DESC, fitted.place) AS rank
    FROM (
        SELECT claim.month, claim.run_id, claim.counterparty, claim.currency, style.place,
            style.style, count(*) AS cdrs,
            count(*) FILTER (WHERE NOT claim.is_near) AS off,
            count(*) FILTER (WHERE claim.is_near AND claim.can_tell) AS can_tell,
            count(*) FILTER (WHERE claim.is_near AND claim.can_tell
                AND claim.claimed * claim.sign * style.power * CASE style.mode
                    WHEN 'not rounded' THEN claim.denominator ELSE 1 END
                = CASE style.mode
                    WHEN 'not rounded' THEN claim.numerator
                    WHEN 'half-up' THEN q + (2 * r >= claim.denominator)::int
                    WHEN 'half-even' THEN q + (2 * r > claim.denominator
                        OR 2 * r = claim.denominator AND mod(q, 2) = 1)::int
                    WHEN 'down' THEN q
                    ELSE q + (r > 0)::int
                END) AS explained
        FROM published.claim_beside_exact AS claim
        CROSS JOIN (VALUES
            (1, 'half-up', 'half-up to 2 decimals', 100::numeric),
            (2, 'half-even', 'half-even to 2 decimals', 100),
            (3, 'down', 'down to 2 decimals', 100),
            (4, 'up', 'up to 2 decimals', 100),
            (5, 'half-up', 'half-up to 3 decimals', 1000),
            (6, 'half-even', 'half-even to 3 decimals', 1000),
            (7, 'down', 'down to 3 decimals', 1000),
            (8, 'up', 'up to 3 decimals', 1000),
            (9, 'half-up', 'half-up to 4 decimals', 10000),
            (10, 'half-even', 'half-even to 4 decimals', 10000),
            (11, 'down', 'down to 4 decimals', 10000),
            (12, 'up', 'up to 4 decimals', 10000),
            (13, 'not rounded', 'not rounded', 1)
        ) AS style (place, mode, style, power)
        CROSS JOIN LATERAL div(claim.numerator * style.power, claim.denominator) AS q
        CROSS JOIN LATERAL (SELECT claim.numerator * style.power - q * claim.denominator AS r) AS rest
        GROUP BY claim.month, claim.run_id, claim.counterparty, claim.currency, style.place,
            style.style
    ) AS fitted
    WINDOW partner AS (
        PARTITION BY fitted.month, fitted.run_id, fitted.counterparty, fitted.currency)
) AS judged
GROUP BY judged.month, judged.run_id, judged.counterparty, judged.currency, judged.cdrs,
    judged.off, judged.can_tell;

GRANT SELECT ON published.clock, published.tolerated_sum, published.cdr_latency,
    published.latency, published.claim_beside_exact, published.rounding TO clearing_reader;
