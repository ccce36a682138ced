SELECT id, conversation, message FROM outbox WHERE state = 6 ORDER BY conversation, id LIMIT $1
