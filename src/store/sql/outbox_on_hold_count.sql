SELECT count(*) FROM outbox WHERE state = 6
