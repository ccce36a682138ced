UPDATE outbox SET ready_at = next_attempt_at WHERE state IN (1, 3) AND ready_at > next_attempt_at
