// Everything PostgreSQL, through libpq and nothing else.
//
// `Connection` owns one server connection, `Transaction` cannot be forgotten, `RowReader` streams
// results, `RowBytes` + `Connection.copy` write by COPY BINARY. `migrate` brings a database up to
// date; `openRun` and `closeRun` give every job its one shape. SQL stands in Queries/<verb>/*.sql
// and Migrations/*.sql, compiled in. No stage is imported here: rows are built from the nouns.
