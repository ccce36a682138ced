-- Two numbers: another space of locks than that of conversations.
WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(1, 1)) SELECT count(*) FROM held
