-- No row, no wait: NULL. (GREATEST alone would make 0 of it.)
SELECT CASE WHEN min(lease_until) IS NOT NULL
  THEN greatest(0, min(lease_until) - (extract(epoch FROM clock_timestamp()) * 1000000)::bigint) END
FROM raw_mail WHERE state = 1
