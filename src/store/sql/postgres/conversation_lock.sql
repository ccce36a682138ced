-- The row lock makes one decision at a time on one conversation, on whichever node.
-- The advisory lock is waited for before PostgreSQL gives the transaction its number, so the numbers,
-- by which followers read the log, have the order of the decisions. A row lock alone may number a
-- waiter before it has the row.
WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock($1))
SELECT id, seq, number, inbox, contact, channel, state, turn, assignee, team, priority, messages, answered, not_yet, continues, continued_by, last_message, created_at, updated_at, last_customer_at, waiting_since, first_answer_at, ended_at, proposal, proposed_at, proposed_by, reminders, remind_at, lapse_at, erased_at
FROM held, conversation WHERE id = $1
FOR UPDATE OF conversation
