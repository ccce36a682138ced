UPDATE sequence SET last = last + 1 WHERE name = 'id' RETURNING last
