SELECT id FROM conversation WHERE id > $1 ORDER BY id LIMIT $2
