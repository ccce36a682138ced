SELECT id, name, created_at, last_used_at FROM api_token WHERE agent = $1 ORDER BY id
