-- Grain: none; brings the statistics of the intake tables up to date.
-- Locking: none that readers or writers would notice.
ANALYZE intake.cdr, intake.session, intake.tariff, intake.location
