UPDATE outbox SET lease_until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + $2, fence = fence + 1
WHERE id IN (SELECT id FROM outbox WHERE state IN (1, 3) AND ready_at <= $1
  AND lease_until <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
  ORDER BY ready_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, fence
