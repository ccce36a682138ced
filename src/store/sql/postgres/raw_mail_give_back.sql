UPDATE raw_mail SET lease_until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + $2, attempts = attempts - 1
WHERE id = $1 AND state = 1 AND attempts > 0
