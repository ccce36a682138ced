SELECT xid, pos, stream, seq, kind, happened_at, recorded_at, actor_kind, actor, depth, body
FROM log WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3
