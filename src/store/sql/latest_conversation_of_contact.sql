SELECT id FROM conversation WHERE contact = $1 AND state NOT IN (6, 7)
ORDER BY number DESC LIMIT 1
