SELECT 0, coalesce(min(pos), 0) FROM log
