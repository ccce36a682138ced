SELECT 0, pos, stream, seq, kind, happened_at, recorded_at, actor_kind, actor, depth, body
FROM log WHERE pos > $2 AND $1 = 0 ORDER BY pos LIMIT $3
