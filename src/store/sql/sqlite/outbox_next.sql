SELECT min(ready_at) FROM outbox WHERE state IN (1, 3)
  AND lease_until <= CAST(unixepoch('subsec') * 1000000 AS INTEGER)
