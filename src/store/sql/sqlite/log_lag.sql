SELECT count(*) FROM (SELECT 1 FROM log WHERE pos > $2 AND $1 = 0 LIMIT $3) AS late
