-- Grain: one row, a book under the number it has elsewhere.
-- Parameters: $1 book, $2 name.
-- Locking: none; a scratch database has one user.
INSERT INTO intake.book (book, name)
VALUES ($1, $2)
