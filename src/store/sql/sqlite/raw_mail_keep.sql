UPDATE raw_mail SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $3
WHERE id = $1 AND state = 1 AND attempts = $2
