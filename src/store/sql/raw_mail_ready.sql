SELECT min(lease_until) FROM raw_mail WHERE state = 1
