UPDATE timer SET lease_until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + $2, attempts = attempts + 1
WHERE (conversation, kind, subject) IN (SELECT conversation, kind, subject FROM timer
  WHERE ready_at <= $1 AND lease_until <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
  ORDER BY ready_at LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING conversation, kind, subject, due_at
