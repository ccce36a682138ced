SELECT id, conversation, contact, agent, state, warned, standing, made_at, due_at, warn_at, ended_at
FROM promise WHERE conversation = $1 ORDER BY id
