UPDATE timer SET ready_at = due_at WHERE ready_at > due_at
