UPDATE timer SET ready_at = $2, attempts = attempts + 1
WHERE (conversation, kind, subject) IN (SELECT conversation, kind, subject FROM timer
  WHERE ready_at <= $1 ORDER BY ready_at LIMIT $3)
RETURNING conversation, kind, subject, due_at
