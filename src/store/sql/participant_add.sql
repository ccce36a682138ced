INSERT INTO participant (conversation, contact, position)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
