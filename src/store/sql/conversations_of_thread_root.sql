SELECT conversation, message FROM mail_thread
WHERE thread_root = $1 AND inbox = $2
ORDER BY message DESC LIMIT $3
