DELETE FROM session WHERE id = $1 AND agent = $2
