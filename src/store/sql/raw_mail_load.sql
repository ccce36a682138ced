SELECT inbox, recipient, sender, blob, received_at, state, error FROM raw_mail WHERE id = $1
