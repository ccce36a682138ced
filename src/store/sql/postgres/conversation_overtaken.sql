-- Whether somebody has appended to this conversation in a transaction that got its number after this
-- one: followers, who read in the order of the numbers, would see what came first last.
SELECT 1 FROM (SELECT xid FROM log WHERE stream = $1 ORDER BY seq DESC LIMIT 1) AS newest
WHERE xid > pg_current_xact_id()::text::bigint
