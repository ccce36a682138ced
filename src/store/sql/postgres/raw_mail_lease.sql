UPDATE raw_mail SET lease_until = (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + $1, attempts = attempts + 1
WHERE id IN (SELECT id FROM raw_mail WHERE state = 1
  AND lease_until <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
  ORDER BY lease_until, id LIMIT $2 FOR UPDATE SKIP LOCKED)
RETURNING id, inbox, recipient, sender, blob, received_at, attempts,
  (SELECT size FROM blob WHERE blob.id = raw_mail.blob)
