UPDATE raw_mail SET lease_until = CAST(unixepoch('subsec') * 1000000 AS INTEGER) + $1, attempts = attempts + 1
WHERE id IN (SELECT id FROM raw_mail WHERE state = 1
  AND lease_until <= CAST(unixepoch('subsec') * 1000000 AS INTEGER)
  ORDER BY lease_until, id LIMIT $2)
RETURNING id, inbox, recipient, sender, blob, received_at, attempts,
  (SELECT size FROM blob WHERE blob.id = raw_mail.blob)
