-- Everything about a CDR, with what the ledger has of it, is read on one connection: the API has only so many.
GRANT USAGE ON SCHEMA published TO clearing_dispute;
GRANT SELECT ON published.ledger TO clearing_dispute;
