-- Leases end by the machine's real clock, not by the workspace's (which tests may stop): columns of
-- their own beside the time at which something is due.
ALTER TABLE outbox ADD COLUMN lease_until INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET ready_at = next_attempt_at WHERE ready_at <> next_attempt_at;
ALTER TABLE timer ADD COLUMN lease_until INTEGER NOT NULL DEFAULT 0;
UPDATE timer SET ready_at = due_at WHERE ready_at <> due_at;
UPDATE raw_mail SET lease_until = 0 WHERE state = 1 AND lease_until > 0;
