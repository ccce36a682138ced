SELECT c.id FROM conversation c
WHERE c.id > $1 AND c.id <= $2 AND c.inbox > 0
  AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.id = c.inbox)
ORDER BY c.id LIMIT $3
