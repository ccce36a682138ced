SELECT count(*) FROM (SELECT 1 FROM raw_mail WHERE state = 1 LIMIT 100000) AS waiting
