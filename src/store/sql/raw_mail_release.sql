UPDATE raw_mail SET lease_until = 0 WHERE state = 1 AND lease_until > 0
