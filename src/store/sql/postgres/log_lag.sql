SELECT count(*) FROM (SELECT 1 FROM log WHERE (xid, pos) > ($1, $2) LIMIT $3) AS late
