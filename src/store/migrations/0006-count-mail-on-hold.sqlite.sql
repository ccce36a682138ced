-- How many are on hold is asked often (metrics, the workspace), and the answer is mostly "none".
CREATE INDEX outbox_on_hold ON outbox (id) WHERE state = 6;
