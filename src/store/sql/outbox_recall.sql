UPDATE outbox SET ready_at = $1 WHERE state IN (1, 3) AND ready_at > $2
