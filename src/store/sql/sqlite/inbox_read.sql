UPDATE inbox SET last_read_at = $2 WHERE id = $1 AND (last_read_at IS NULL OR last_read_at < $3)
