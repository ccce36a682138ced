-- Only what lies below the oldest running transaction: nothing can still appear before it.
SELECT xid, pos, stream, seq, kind, happened_at, recorded_at, actor_kind, actor, depth, body
FROM log
WHERE (xid, pos) > ($1, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY xid, pos LIMIT $3
