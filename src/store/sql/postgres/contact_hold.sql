-- Shared with whoever else writes in this person's name; the lock of an erasure waits for all of them.
-- Waited for before PostgreSQL gives the transaction its number, as with a conversation's lock, which
-- comes after it.
WITH held AS MATERIALIZED (
  SELECT pg_advisory_xact_lock_shared(contact) FROM contact_address WHERE address_key = $1
) SELECT count(*) FROM held
