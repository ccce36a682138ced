UPDATE outbox SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $2, fence = fence + 1
WHERE id IN (SELECT id FROM outbox WHERE state IN (1, 3) AND ready_at <= $1
  AND lease_until <= CAST(unixepoch('subsec') * 1000000 AS INTEGER)
  ORDER BY ready_at, id LIMIT $3)
RETURNING id, fence
