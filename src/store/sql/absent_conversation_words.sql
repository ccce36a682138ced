SELECT c.id FROM conversation c
WHERE c.id > $1 AND c.id <= $2
  AND NOT EXISTS (SELECT 1 FROM conversation_words w WHERE w.conversation = c.id)
ORDER BY c.id LIMIT $3
