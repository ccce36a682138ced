SELECT max(0, min(lease_until) - CAST(unixepoch('subsec') * 1000000 AS INTEGER))
FROM raw_mail WHERE state = 1
