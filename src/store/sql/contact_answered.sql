SELECT 1 FROM conversation WHERE contact = $1 AND answered = 1 AND state <> 6 LIMIT 1
