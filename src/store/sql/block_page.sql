SELECT id, name, created_at, created_by FROM block WHERE id < $1 ORDER BY id DESC LIMIT $2
