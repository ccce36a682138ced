SELECT id, blob FROM attachment WHERE message IS NULL AND created_at < $1 LIMIT $2
