SELECT csrf FROM session WHERE id = $1 AND agent = $2
