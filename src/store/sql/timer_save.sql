INSERT INTO timer (conversation, kind, subject, due_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (conversation, kind, subject) DO UPDATE SET due_at = excluded.due_at, lease_until = 0, attempts = 0
