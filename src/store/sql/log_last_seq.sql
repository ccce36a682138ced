SELECT coalesce(max(seq), 0) FROM log WHERE stream = $1
