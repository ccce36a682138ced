SELECT id, conversation, message, contact, state, attempts, code, queued_at, reported_at, next_attempt_at FROM outbox WHERE id = $1
