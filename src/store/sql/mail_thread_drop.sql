DELETE FROM mail_thread WHERE message = $1
