SELECT c.id, c.number, w.subject, c.state, c.created_at
FROM conversation c JOIN conversation_words w ON w.conversation = c.id
WHERE c.contact = $1 AND c.id <> $2 AND c.state NOT IN (6, 7)
ORDER BY c.number DESC LIMIT $3
