SELECT id, seq, number, inbox, contact, channel, state, turn, assignee, team, priority, messages, answered, not_yet, continues, continued_by, last_message, created_at, updated_at, last_customer_at, waiting_since, first_answer_at, ended_at, proposal, proposed_at, proposed_by, reminders, remind_at, lapse_at, erased_at
FROM conversation WHERE id = $1
