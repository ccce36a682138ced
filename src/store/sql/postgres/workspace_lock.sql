-- Waited for before PostgreSQL gives the transaction its number, as with a conversation's lock, which
-- comes after it. Two numbers: another space of locks than that of conversations.
WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(1, 2)) SELECT count(*) FROM held
