-- Of each mail that went out. Of mail that came in it cannot be known: it may have named none.
SELECT o.id FROM outbox o
JOIN outbox_words w ON w.outbox = o.id
JOIN conversation c ON c.id = o.conversation
WHERE o.id > $1 AND o.id <= $2 AND w.message_id <> ''
  AND NOT EXISTS (SELECT 1 FROM message_id i WHERE i.inbox = c.inbox AND i.id = w.message_id)
ORDER BY o.id LIMIT $3
