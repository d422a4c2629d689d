-- Grain: one direction, legal entity, currency and month of service; more than one month where late
-- CDRs, credits or disputes of earlier months are settled. $1 = first day of the month,
-- $2 = counterparty.
SELECT
    CASE section.side WHEN 'cpo' THEN 'receivable' ELSE 'payable' END AS direction,
    section.entity AS entity,
    section.currency AS currency,
    to_char(section.service_month, 'YYYY-MM') AS service_month,
    CASE section.service_month WHEN $1 THEN 'the month itself'
        ELSE 'prior-period adjustment' END AS kind,
    section.lines::bigint AS lines,
    section.claimed AS claimed,
    section.agreed_before_tax AS agreed_before_tax,
    section.tax AS tax,
    section.agreed AS agreed,
    section.credited AS credited,
    section.disputed AS disputed,
    section.released AS released,
    section.written_off AS written_off,
    section.due AS due,
    CASE section.side WHEN 'cpo' THEN section.due ELSE -section.due END AS net
FROM published.statement_section AS section
WHERE section.month = $1 AND section.counterparty = $2
ORDER BY section.side COLLATE "C", section.entity COLLATE "C", section.currency COLLATE "C",
    section.service_month DESC;
