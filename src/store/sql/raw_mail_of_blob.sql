SELECT id FROM raw_mail WHERE blob = $1 LIMIT 1
