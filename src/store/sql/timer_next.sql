SELECT min(ready_at) FROM timer
