-- What the program wrote of its own accord is not indexed.
SELECT m.id FROM message m
WHERE m.id > $1 AND m.id <= $2 AND m.kind <> 4 AND m.withdrawn = 0
  AND EXISTS (SELECT 1 FROM message_words w WHERE w.message = m.id)
  AND NOT EXISTS (SELECT 1 FROM search s WHERE s.message = m.id)
ORDER BY m.id LIMIT $3
