UPDATE raw_mail SET lease_until = $2, attempts = attempts + 1
WHERE id IN (SELECT id FROM raw_mail WHERE state = 1 AND lease_until <= $1
  ORDER BY lease_until, id LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, inbox, recipient, sender, blob, received_at, attempts
