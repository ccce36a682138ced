SELECT kind, body FROM log WHERE stream = $1 AND kind IN (20, 21, 63) ORDER BY seq
