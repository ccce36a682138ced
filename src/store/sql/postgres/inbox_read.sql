-- Never waits: whoever holds the row is just writing the same.
UPDATE inbox SET last_read_at = $2 WHERE id = (
  SELECT id FROM inbox WHERE id = $1 AND (last_read_at IS NULL OR last_read_at < $3)
  FOR NO KEY UPDATE SKIP LOCKED)
