SELECT body, updated_at FROM draft WHERE agent = $1 AND conversation = $2
