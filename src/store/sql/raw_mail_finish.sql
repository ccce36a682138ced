UPDATE raw_mail SET state = $2, conversation = $3, message = $4, error = $5
WHERE id = $1 AND state = 1
