SELECT id, email, name, role, active, created_at, password_hash FROM agent WHERE email_key = $1
