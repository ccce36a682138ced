INSERT INTO conversation_link (conversation, other, answers) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
