UPDATE sequence SET last = last + 1 WHERE name = 'conversation_number' RETURNING last
