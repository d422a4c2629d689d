-- Grain: one row a statement of a settlement.
-- Parameters: $1 run, $2 counterparty or NULL, $3 to $6 entity, counterparty, side and currency of the last row
-- seen or NULL, $7 how many (NULL: all).
-- Locking: none.
SELECT concat_ws('~', own.entity, own.counterparty, own.side, own.currency) AS id, own.entity,
    own.counterparty, own.side, own.currency, own.lines, own.sessions_settled,
    own.energy_settled, own.claimed, own.agreed, own.agreed_before_tax, own.tax, own.disputed,
    own.credited, own.released, own.written_off, own.due, own.book_currency, own.book_amount,
    own.rate, own.rate_date, own.rate_source, own.entity AS after_entity,
    own.counterparty AS after_counterparty, own.side AS after_side,
    own.currency AS after_currency
FROM guard.statement AS own
WHERE own.run_id = $1 AND ($2 IS NULL OR own.counterparty = $2)
    AND ($3 IS NULL OR (own.entity, own.counterparty, own.side, own.currency) > /*after*/ ($3, $4, $5, $6))
ORDER BY own.entity ASC, own.counterparty ASC, own.side ASC, own.currency ASC
LIMIT $7
