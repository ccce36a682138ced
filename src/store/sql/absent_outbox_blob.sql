SELECT w.outbox FROM outbox_words w
WHERE w.outbox > $1 AND w.outbox <= $2 AND w.blob > 0
  AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.id = w.blob)
ORDER BY w.outbox LIMIT $3
