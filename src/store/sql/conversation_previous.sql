SELECT c.id, c.number, w.subject, c.state, c.created_at
FROM conversation c JOIN conversation_words w ON w.conversation = c.id
WHERE c.id = $1
