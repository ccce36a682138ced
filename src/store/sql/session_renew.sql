UPDATE session SET token_hash = $3 WHERE id = $1 AND agent = $2
