INSERT INTO held_reply (message, conversation, agent, release_at, promise, promise_due, promise_warn_at, proposal)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT DO NOTHING
