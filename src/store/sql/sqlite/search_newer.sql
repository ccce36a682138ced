SELECT 1 FROM message m
WHERE m.conversation = $2 AND m.id >= $3 AND m.withdrawn = 0
  AND EXISTS (SELECT 1 FROM search s WHERE search MATCH $1 AND s.rowid = m.id)
LIMIT 1
