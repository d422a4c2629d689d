-- Grain: one direction, legal entity and currency, plus one row per direction for lines without a
-- currency (a session without cost that got no CDR). $1 = first day of the month, $2 = counterparty.
SELECT
    summary.direction AS direction,
    summary.currency AS currency,
    summary.lines AS lines,
    summary.settled AS settled,
    summary.energy AS energy_kwh,
    summary.claimed AS claimed,
    summary.agreed_before_tax AS agreed_before_tax,
    summary.tax AS tax,
    summary.agreed AS agreed,
    summary.disputed AS disputed,
    summary.credited AS credited,
    summary.released AS released,
    summary.due AS due,
    summary.net AS net,
    summary.entity AS entity,
    summary.book_currency AS book_currency,
    summary.book_amount AS book_amount
FROM (
    SELECT
        CASE statement.side
            WHEN 'cpo' THEN 'Receivable: their drivers, our stations'
            ELSE 'Payable: our drivers, their stations'
        END AS direction,
        statement.currency AS currency,
        statement.lines::bigint AS lines,
        statement.sessions_settled::bigint AS settled,
        statement.energy_settled AS energy,
        statement.claimed AS claimed,
        statement.agreed_before_tax AS agreed_before_tax,
        statement.tax AS tax,
        statement.agreed AS agreed,
        statement.disputed AS disputed,
        statement.credited AS credited,
        statement.released AS released,
        statement.due AS due,
        CASE statement.side WHEN 'cpo' THEN statement.due ELSE -statement.due END AS net,
        statement.entity AS entity,
        statement.book_currency AS book_currency,
        statement.book_amount AS book_amount
    FROM published.statement AS statement
    WHERE statement.month = $1 AND statement.counterparty = $2
    UNION ALL
    SELECT
        CASE line.side
            WHEN 'cpo' THEN 'Receivable: their drivers, our stations'
            ELSE 'Payable: our drivers, their stations'
        END,
        NULL, count(*), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL
    FROM published.line AS line
    WHERE line.month = $1 AND line.counterparty = $2 AND NOT line.own_network
        AND line.currency IS NULL
    GROUP BY line.side
) AS summary
ORDER BY summary.direction COLLATE "C" DESC, summary.currency COLLATE "C" NULLS LAST,
    summary.entity COLLATE "C";
