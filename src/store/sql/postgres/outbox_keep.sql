UPDATE outbox SET lease_until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + $3 WHERE id = $1 AND fence = $2
