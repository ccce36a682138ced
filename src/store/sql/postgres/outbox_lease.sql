UPDATE outbox SET lease_until = $2, fence = fence + 1
WHERE id IN (SELECT id FROM outbox WHERE state IN (1, 3) AND next_attempt_at <= $1 AND lease_until <= $1
  ORDER BY next_attempt_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, fence
