INSERT INTO raw_mail (id, inbox, recipient, sender, blob, received_at, state, attempts, lease_until, error)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
