INSERT INTO inbox (id, name, address, smtp, smtp_user, smtp_password, team, error)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET
  name = excluded.name,
  address = excluded.address,
  smtp = excluded.smtp,
  smtp_user = excluded.smtp_user,
  smtp_password = excluded.smtp_password,
  team = excluded.team,
  error = excluded.error
