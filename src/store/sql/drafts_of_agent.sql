SELECT conversation, updated_at FROM draft WHERE agent = $1 ORDER BY updated_at DESC LIMIT 200
