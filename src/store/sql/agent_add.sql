INSERT INTO agent (id, email, email_key, name, role, active, password_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
