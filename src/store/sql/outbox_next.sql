SELECT min(next_attempt_at) FROM outbox WHERE state IN (1, 3)
