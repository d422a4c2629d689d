-- Grain: one row a push that no closed ingest of the book has taken in and that brings bytes, in the
-- order of hubs, modules and pushes; at most so many of the first.
-- Parameters: $1 book, $2 hubs, or NULL for all, $3 how many.
-- Locking: none.
SELECT waiting.push, waiting.hub, waiting.module, waiting.length, waiting.sha256
FROM (
    SELECT push.push, push.hub, push.module, length(coalesce(push.merged, push.sent)) AS length,
        push.sha256
    FROM hub.push AS push
    LEFT JOIN intake.standing_inbox_mark AS mark ON mark.book = $1 AND mark.hub = push.hub
    WHERE push.push > coalesce(mark.push, 0) AND push.method <> 'DELETE'
      AND ($2::text[] IS NULL OR push.hub = ANY ($2))
    ORDER BY push.push
    LIMIT $3
) AS waiting
ORDER BY waiting.hub, waiting.module, waiting.push
