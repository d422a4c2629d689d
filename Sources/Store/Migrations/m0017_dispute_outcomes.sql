-- Grain: one dispute and what became of its amount, as it stands now. Payable, we hold back what they
-- claim: won is what they credit or nobody pays. Receivable, they hold back what we claim: won is
-- what they accept. What a partner accepted in part goes on as another dispute.
CREATE VIEW published.dispute_outcome AS
SELECT standing.month, standing.dispute, standing.side, standing.counterparty, standing.currency,
    standing.state, told.outcome, standing.amount + standing.released + standing.written_off AS disputed,
    CASE told.outcome
        WHEN 'won' THEN standing.amount + standing.released + standing.written_off
        WHEN 'split' THEN CASE standing.side WHEN 'emsp' THEN standing.written_off
            ELSE standing.released END
        ELSE 0
    END AS won,
    CASE told.outcome
        WHEN 'lost' THEN standing.amount + standing.released + standing.written_off
        WHEN 'split' THEN CASE standing.side WHEN 'emsp' THEN standing.released
            ELSE standing.written_off END
        ELSE 0
    END AS lost,
    CASE told.outcome WHEN 'withdrawn' THEN standing.amount + standing.released
        + standing.written_off ELSE 0 END AS withdrawn,
    CASE told.outcome WHEN 'open' THEN standing.amount + standing.released
        + standing.written_off ELSE 0 END AS still_open,
    standing.changed_at
FROM dispute.standing AS standing
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN standing.state = 'SETTLED_SPLIT' THEN 'split'
        WHEN standing.state = 'WITHDRAWN' THEN 'withdrawn'
        WHEN standing.state = 'EXPIRED' THEN 'lost'
        WHEN standing.state IN ('CREDITED', 'WRITTEN_OFF')
            THEN CASE standing.side WHEN 'emsp' THEN 'won' ELSE 'lost' END
        WHEN standing.state IN ('ACCEPTED', 'CREDIT_EXPECTED') THEN 'won'
        ELSE 'open'
    END AS outcome
) AS told;

GRANT SELECT ON published.dispute_outcome TO clearing_reader;
