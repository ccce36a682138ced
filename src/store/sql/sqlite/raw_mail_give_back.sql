UPDATE raw_mail SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $2, attempts = attempts - 1
WHERE id = $1 AND state = 1 AND attempts > 0
