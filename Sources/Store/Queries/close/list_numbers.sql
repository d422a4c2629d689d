-- Grain: one row a number of the month's statements, cancelled ones included, in the order given
-- out.
-- Parameters: $1 month.
-- Locking: none.
SELECT number.version, number.entity, number.number, number.counterparty, number.side,
    number.currency,
    EXISTS (
        SELECT FROM closing.event AS event
        WHERE event.kind = 'reopening' AND event.month = number.month
          AND event.version = number.version) AS is_cancelled
FROM closing.number AS number
WHERE number.month = $1
ORDER BY number.entity, number.series, number.financial_year, number.sequence
