SELECT i.id FROM inbox i
WHERE i.id > $1 AND i.id <= $2
  AND NOT EXISTS (SELECT 1 FROM inbox_address a WHERE a.inbox = i.id)
ORDER BY i.id LIMIT $3
