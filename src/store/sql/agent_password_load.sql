SELECT password_hash FROM agent WHERE id = $1
