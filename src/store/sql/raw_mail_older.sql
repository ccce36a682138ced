SELECT id FROM raw_mail
WHERE state = 1 AND inbox = $1 AND id < $2 AND ($3 = '' OR sender = $3)
ORDER BY id LIMIT $4
