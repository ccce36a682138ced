SELECT id FROM block WHERE name IN ($1, $2, $3, $4, $5, $6, $7, $8, $9) ORDER BY id LIMIT 1
