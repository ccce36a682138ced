SELECT xid, pos FROM log
WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
ORDER BY xid DESC, pos DESC LIMIT 1
