SELECT xid, pos FROM log ORDER BY xid, pos LIMIT 1
