SELECT id, name FROM team WHERE id = $1
