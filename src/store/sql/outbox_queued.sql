SELECT id, conversation, message FROM outbox WHERE state IN (1, 3) ORDER BY conversation, id
