SELECT promise, promise_due, due_key FROM conversation WHERE id = $1
