UPDATE outbox SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $3 WHERE id = $1 AND fence = $2
