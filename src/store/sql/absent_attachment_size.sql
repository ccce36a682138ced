SELECT a.id FROM attachment a JOIN blob b ON b.id = a.blob
WHERE a.id > $1 AND a.id <= $2 AND a.size <> b.size
ORDER BY a.id LIMIT $3
