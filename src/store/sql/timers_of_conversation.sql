SELECT kind, subject, due_at FROM timer WHERE conversation = $1
