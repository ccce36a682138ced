INSERT INTO draft (agent, conversation, body, updated_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (agent, conversation) DO UPDATE SET
  body = excluded.body,
  updated_at = excluded.updated_at
