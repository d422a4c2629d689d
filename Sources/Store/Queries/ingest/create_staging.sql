-- Grain: none; empty staging tables of this connection, emptied by every commit.
-- Locking: none; nobody else sees them.
CREATE TEMPORARY TABLE IF NOT EXISTS staged_cdr
    (LIKE intake.cdr) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_session
    (LIKE intake.session) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_tariff
    (LIKE intake.tariff) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_location
    (LIKE intake.location) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_token
    (LIKE intake.token) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_finding
    (LIKE intake.finding) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_reject
    (LIKE intake.reject) ON COMMIT DELETE ROWS;
