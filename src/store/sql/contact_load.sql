SELECT id, name, email, created_at FROM contact WHERE id = $1
