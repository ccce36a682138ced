SELECT min(ready_at) FROM outbox WHERE state IN (1, 3)
  AND lease_until <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
