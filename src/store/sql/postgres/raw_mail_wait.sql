SELECT greatest(0, min(lease_until) - (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
FROM raw_mail WHERE state = 1
