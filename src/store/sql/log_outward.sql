SELECT kind, body FROM log WHERE stream = $1 AND kind IN (22, 60, 61) ORDER BY seq
