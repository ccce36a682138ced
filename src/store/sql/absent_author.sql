SELECT m.id FROM message m
WHERE m.id > $1 AND m.id <= $2 AND m.author > 0
  AND NOT EXISTS (SELECT 1 FROM contact p WHERE p.id = m.author)
  AND NOT EXISTS (SELECT 1 FROM agent a WHERE a.id = m.author)
ORDER BY m.id LIMIT $3
