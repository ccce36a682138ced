SELECT w.message FROM message_words w
WHERE w.message > $1 AND w.message <= $2 AND w.raw_mail > 0
  AND NOT EXISTS (SELECT 1 FROM raw_mail r WHERE r.id = w.raw_mail)
ORDER BY w.message LIMIT $3
