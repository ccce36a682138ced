DELETE FROM api_token WHERE id = $1 AND agent = $2
