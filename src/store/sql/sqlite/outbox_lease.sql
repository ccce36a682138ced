UPDATE outbox SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $2, fence = fence + 1
WHERE id IN (SELECT o.id FROM outbox o JOIN conversation c ON c.id = o.conversation
  WHERE o.state IN (1, 3) AND o.ready_at <= $1
  AND o.lease_until <= CAST(unixepoch('subsec') * 1000000 AS INTEGER)
  AND (CAST($4 AS INTEGER) = 0 OR c.inbox = $4) AND (CAST($5 AS INTEGER) = 0 OR o.attempts = 0)
  ORDER BY o.ready_at, o.id LIMIT $3)
RETURNING id, fence
