INSERT INTO block (id, name, created_at, created_by) VALUES ($1, $2, $3, $4)
