INSERT INTO api_token (id, token_hash, agent, name, created_at)
VALUES ($1, $2, $3, $4, $5)
