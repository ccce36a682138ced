UPDATE timer SET lease_until = $2, attempts = attempts + 1
WHERE (conversation, kind, subject) IN (SELECT conversation, kind, subject FROM timer
  WHERE due_at <= $1 AND lease_until <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING conversation, kind, subject, due_at
