INSERT INTO contact (id, name, email, created_at)
VALUES ($1, $2, $3, $4)
