-- How a claim may be rounded from the exact amount is known when it is priced; reading every fraction
-- again from its text for the scorecard took four times as long as all other reports together.
ALTER TABLE rating.priced_cdr
    -- bits 0-11 the styles of published.rounding in their order, 12 not rounded, 13 near, 14 can tell;
    -- NULL where claim and price cannot be laid side by side, and in runs of earlier versions
    ADD COLUMN rounding_fit int CHECK (rounding_fit >= 0);

DROP VIEW published.rounding;
DROP VIEW published.claim_beside_exact;

-- Grain: one partner and currency. How its claims were rounded from exact amounts: the style that
-- gives most of the claims that can tell styles apart (the exact amount has a third decimal, and the
-- claim is less than a hundredth from it).
CREATE VIEW published.rounding AS
WITH fits AS (
    SELECT run.month, line.run_id, line.counterparty, line.currency, priced.rounding_fit AS bits,
        count(*) AS cdrs
    FROM published.run AS run
    JOIN published.run AS rating ON rating.month = run.month AND rating.job = 'rate'
    JOIN reconciliation.line AS line ON line.run_id = run.run_id
    JOIN rating.priced_cdr AS priced
        ON priced.run_id = rating.run_id AND priced.object = line.cdr_object
    WHERE run.job = 'reconcile' AND line.side = 'emsp' AND NOT line.own_network
        AND priced.rounding_fit IS NOT NULL
    GROUP BY run.month, line.run_id, line.counterparty, line.currency, priced.rounding_fit
)
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
        SELECT fits.month, fits.run_id, fits.counterparty, fits.currency, style.place, style.style,
            sum(fits.cdrs)::bigint AS cdrs,
            coalesce(sum(fits.cdrs) FILTER (WHERE NOT is_near), 0)::bigint AS off,
            coalesce(sum(fits.cdrs) FILTER (WHERE is_near AND can_tell), 0)::bigint AS can_tell,
            coalesce(sum(fits.cdrs) FILTER (
                WHERE is_near AND can_tell AND fits.bits >> style.place & 1 = 1), 0)::bigint
                AS explained
        FROM fits
        CROSS JOIN LATERAL (
            SELECT fits.bits >> 13 & 1 = 1 AS is_near, fits.bits >> 14 & 1 = 1 AS can_tell
        ) AS told
        CROSS JOIN (VALUES
            (0, 'half-up to 2 decimals'), (1, 'half-even to 2 decimals'),
            (2, 'down to 2 decimals'), (3, 'up to 2 decimals'),
            (4, 'half-up to 3 decimals'), (5, 'half-even to 3 decimals'),
            (6, 'down to 3 decimals'), (7, 'up to 3 decimals'),
            (8, 'half-up to 4 decimals'), (9, 'half-even to 4 decimals'),
            (10, 'down to 4 decimals'), (11, 'up to 4 decimals'),
            (12, 'not rounded')
        ) AS style (place, style)
        GROUP BY fits.month, fits.run_id, fits.counterparty, fits.currency, style.place,
            style.style
    ) AS fitted
    WINDOW partner AS (
        PARTITION BY fitted.month, fitted.run_id, fitted.counterparty, fitted.currency)
) AS judged
GROUP BY judged.month, judged.run_id, judged.counterparty, judged.currency, judged.cdrs,
    judged.off, judged.can_tell;

GRANT SELECT ON published.rounding TO clearing_reader;
