UPDATE raw_mail SET lease_until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + $3
WHERE id = $1 AND state = 1 AND attempts = $2
