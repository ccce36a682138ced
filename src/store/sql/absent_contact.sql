SELECT c.id FROM conversation c
WHERE c.id > $1 AND c.id <= $2 AND NOT EXISTS (SELECT 1 FROM contact p WHERE p.id = c.contact)
ORDER BY c.id LIMIT $3
