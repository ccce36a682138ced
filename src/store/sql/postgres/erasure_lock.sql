-- Waited for before PostgreSQL gives the transaction its number, as with a conversation's lock, which
-- comes after it.
WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock($1)) SELECT count(*) FROM held
