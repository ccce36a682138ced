INSERT INTO mail_thread (conversation, contact, inbox, message, ancestors, thread_index, thread_root)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (conversation, contact) DO UPDATE SET inbox = excluded.inbox, message = excluded.message,
  ancestors = excluded.ancestors, thread_index = excluded.thread_index, thread_root = excluded.thread_root
