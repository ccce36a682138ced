INSERT INTO signing_key (id, secret, created_at)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
