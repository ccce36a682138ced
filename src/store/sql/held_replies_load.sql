SELECT message, conversation, agent, release_at, promise, promise_due, promise_warn_at, proposal
FROM held_reply WHERE conversation = $1 ORDER BY message
