SELECT fence FROM outbox WHERE id = $1
