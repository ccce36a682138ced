SELECT count(*) FROM (
  -- In order, or PostgreSQL would look for the first from the beginning of the log.
  SELECT 1 FROM log WHERE (xid, pos) > ($1, $2) ORDER BY xid, pos LIMIT $3
) AS late
