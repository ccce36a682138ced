SELECT id, email, name, role, active, created_at FROM agent WHERE id = $1
