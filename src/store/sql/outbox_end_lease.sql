UPDATE outbox SET lease_until = 0 WHERE id = $1 AND fence = $2
