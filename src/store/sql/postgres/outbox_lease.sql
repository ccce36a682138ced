UPDATE outbox SET lease_until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + $2, fence = fence + 1
WHERE id IN (SELECT o.id FROM outbox o JOIN conversation c ON c.id = o.conversation
  WHERE o.state IN (1, 3) AND o.ready_at <= $1
  AND o.lease_until <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
  AND ($4::bigint = 0 OR c.inbox = $4::bigint) AND ($5::bigint = 0 OR o.attempts = 0)
  ORDER BY o.ready_at, o.id LIMIT $3 FOR UPDATE OF o SKIP LOCKED)
RETURNING id, fence
