SELECT a.id FROM attachment a
WHERE a.id > $1 AND a.id <= $2 AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.id = a.blob)
ORDER BY a.id LIMIT $3
