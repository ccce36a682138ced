SELECT id, name, address, smtp, smtp_user, smtp_password, team, last_read_at, error FROM inbox WHERE id = $1
