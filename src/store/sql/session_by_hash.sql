SELECT s.id, s.csrf, s.agent, s.seen_at, s.expires_at, s.created_at, a.role, a.name, a.email
FROM session s JOIN agent a ON a.id = s.agent
WHERE s.token_hash = $1 AND a.active = 1
