SELECT conversation FROM participant
WHERE contact = $1 AND conversation > $2 ORDER BY conversation LIMIT 1
