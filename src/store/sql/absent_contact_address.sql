SELECT p.id FROM contact p
WHERE p.id > $1 AND p.id <= $2 AND p.erased_at = 0
  AND NOT EXISTS (SELECT 1 FROM contact_address a WHERE a.contact = p.id)
ORDER BY p.id LIMIT $3
