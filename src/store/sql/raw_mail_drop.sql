DELETE FROM raw_mail WHERE id = $1
