INSERT INTO promise (id, conversation, contact, agent, state, warned, standing, made_at, due_at, warn_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET
  conversation = excluded.conversation,
  contact = excluded.contact,
  agent = excluded.agent,
  state = excluded.state,
  warned = excluded.warned,
  standing = excluded.standing,
  made_at = excluded.made_at,
  due_at = excluded.due_at,
  warn_at = excluded.warn_at,
  ended_at = excluded.ended_at
