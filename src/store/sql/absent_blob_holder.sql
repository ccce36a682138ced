SELECT b.id FROM blob b
WHERE b.id > $1 AND b.id <= $2
  AND NOT EXISTS (SELECT 1 FROM raw_mail r WHERE r.blob = b.id)
  AND b.id NOT IN (SELECT a.blob FROM attachment a WHERE a.blob > $1 AND a.blob <= $2)
  AND b.id NOT IN (SELECT w.blob FROM outbox_words w WHERE w.blob > $1 AND w.blob <= $2)
ORDER BY b.id LIMIT $3
