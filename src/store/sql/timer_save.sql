INSERT INTO timer (conversation, kind, subject, due_at, ready_at)
VALUES ($1, $2, $3, $4, $4)
ON CONFLICT (conversation, kind, subject) DO UPDATE SET
  due_at = excluded.due_at, ready_at = excluded.ready_at, attempts = 0, lease_until = 0
