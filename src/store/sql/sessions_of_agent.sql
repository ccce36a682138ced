SELECT id, user_agent, address, created_at, seen_at
FROM session WHERE agent = $1 AND expires_at > $2 ORDER BY seen_at DESC LIMIT 100
