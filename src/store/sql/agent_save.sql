UPDATE agent SET name = $2, role = $3, active = $4 WHERE id = $1
