INSERT INTO outbox (id, conversation, message, contact, state, attempts, code, queued_at, reported_at, next_attempt_at, ready_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
ON CONFLICT (id) DO UPDATE SET
  conversation = excluded.conversation,
  message = excluded.message,
  contact = excluded.contact,
  state = excluded.state,
  attempts = excluded.attempts,
  code = excluded.code,
  queued_at = excluded.queued_at,
  reported_at = excluded.reported_at,
  next_attempt_at = excluded.next_attempt_at,
  ready_at = excluded.ready_at
