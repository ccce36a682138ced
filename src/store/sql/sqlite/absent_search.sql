-- One row of search_docsize a document: what the index itself knows them by. What the program wrote
-- of its own accord is not indexed.
SELECT m.id FROM message m
WHERE m.id > $1 AND m.id <= $2 AND m.kind <> 4 AND m.withdrawn = 0
  AND EXISTS (SELECT 1 FROM message_words w WHERE w.message = m.id)
  AND NOT EXISTS (SELECT 1 FROM search_docsize s WHERE s.id = m.id)
ORDER BY m.id LIMIT $3
