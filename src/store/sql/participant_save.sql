INSERT INTO participant (conversation, contact, position, role)
VALUES ($1, $2, $3, $4)
ON CONFLICT (conversation, contact) DO UPDATE SET role = excluded.role
