SELECT min(ready_at) FROM timer
WHERE lease_until <= CAST(unixepoch('subsec') * 1000000 AS INTEGER)
