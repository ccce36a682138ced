UPDATE timer SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $2, attempts = attempts + 1
WHERE (conversation, kind, subject) IN (SELECT conversation, kind, subject FROM timer
  WHERE ready_at <= $1 AND lease_until <= CAST(unixepoch('subsec') * 1000000 AS INTEGER)
  ORDER BY ready_at LIMIT $3)
RETURNING conversation, kind, subject, due_at
