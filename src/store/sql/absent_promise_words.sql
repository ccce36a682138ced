SELECT p.id FROM promise p JOIN conversation c ON c.id = p.conversation
WHERE p.id > $1 AND p.id <= $2
  AND NOT EXISTS (SELECT 1 FROM promise_words w WHERE w.promise = p.id)
  AND NOT EXISTS (SELECT 1 FROM contact e WHERE e.id = c.contact AND e.erased_at > 0)
ORDER BY p.id LIMIT $3
