SELECT r.id FROM raw_mail r
WHERE r.id > $1 AND r.id <= $2 AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.id = r.blob)
ORDER BY r.id LIMIT $3
