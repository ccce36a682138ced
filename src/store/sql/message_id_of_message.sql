SELECT id FROM message_id WHERE message = $1 ORDER BY id LIMIT 1
