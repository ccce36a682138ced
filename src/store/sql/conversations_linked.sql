SELECT c.id, c.number, w.subject, c.state, c.created_at, l.answers
FROM conversation_link l
JOIN conversation c ON c.id = l.other
JOIN conversation_words w ON w.conversation = c.id
WHERE l.conversation = $1
ORDER BY l.other DESC LIMIT $2
