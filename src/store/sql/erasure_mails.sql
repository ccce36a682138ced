SELECT id, sender, blob FROM raw_mail WHERE state = 1 AND id > $1 AND received_at <= $2
UNION ALL
SELECT id, sender, blob FROM raw_mail WHERE state = 3 AND id > $1 AND received_at <= $2
UNION ALL
SELECT id, sender, blob FROM raw_mail WHERE state = 4 AND id > $1 AND received_at <= $2
ORDER BY id LIMIT $3
