SELECT 0, coalesce(max(pos), 0) FROM log
