SELECT o.id FROM outbox o
WHERE o.id > $1 AND o.id <= $2
  AND NOT EXISTS (SELECT 1 FROM outbox_words w WHERE w.outbox = o.id)
ORDER BY o.id LIMIT $3
