DELETE FROM command WHERE id = $1 AND at < $2
