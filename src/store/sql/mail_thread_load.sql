SELECT ancestors, thread_index FROM mail_thread WHERE conversation = $1 AND contact = $2
