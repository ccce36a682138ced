INSERT INTO message_id (inbox, id, message, conversation)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING
