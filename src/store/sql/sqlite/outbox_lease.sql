UPDATE outbox SET ready_at = $2, fence = fence + 1
WHERE id IN (SELECT id FROM outbox WHERE state IN (1, 3) AND ready_at <= $1
  ORDER BY ready_at, id LIMIT $3)
RETURNING id, fence
