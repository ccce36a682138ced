SELECT id, number FROM conversation
WHERE contact = $1 AND number > $2 ORDER BY number LIMIT 1
