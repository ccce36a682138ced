SELECT id, name, email, created_at, erased_at, erased_by FROM contact WHERE id = $1
