UPDATE outbox SET lease_until = 0 WHERE state IN (1, 3) AND lease_until > 0
