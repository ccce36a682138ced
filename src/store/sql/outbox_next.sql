SELECT min(ready_at) FROM outbox WHERE state IN (1, 3)
