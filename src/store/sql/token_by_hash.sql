SELECT t.id, t.agent, t.last_used_at, a.role, a.name, a.email
FROM api_token t JOIN agent a ON a.id = t.agent
WHERE t.token_hash = $1 AND a.active = 1
