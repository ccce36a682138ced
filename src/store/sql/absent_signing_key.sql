SELECT m.id FROM message m
WHERE m.id > $1 AND m.id <= $2 AND NOT EXISTS (SELECT 1 FROM signing_key)
ORDER BY m.id LIMIT $3
