SELECT id FROM conversation WHERE contact = $1 AND erased_at = 0 LIMIT 1
