SELECT id, email, name, role, active, created_at FROM agent ORDER BY id
