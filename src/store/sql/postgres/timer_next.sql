SELECT min(ready_at) FROM timer
WHERE lease_until <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
