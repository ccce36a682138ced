SELECT contact, reason, agent, started_at, step, cursor, conversation, message, addresses, conversations, messages, attachments, mails, cancelled, finished_at
FROM erasure WHERE contact = $1
